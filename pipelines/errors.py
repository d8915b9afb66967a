"""The one base of errors that are about what the user gave, not about a defect of ours."""


class InputError(ValueError):
    """Something given to the pipeline cannot be used; the message says what, where and how to mend it.

    The command line prints the message and nothing else; any other exception shows its traceback.
    """
