"""What a run says while it works and when it has ended: on a terminal, in lines, in a log, to Prefect."""
