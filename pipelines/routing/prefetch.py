"""Ask the processor for memory before it is needed: what a search of a network mostly waits for."""

from collections.abc import Callable
from typing import Any, cast

from llvmlite import ir  # type: ignore[import-untyped]
from numba import types
from numba.extending import intrinsic

READ, KEEP_IN_ALL_CACHES, DATA = 0, 3, 1  # operands of LLVM's llvm.prefetch


def _prefetch(_typing: Any, array: Any, index: Any) -> Any:
    """Emit a prefetch of ``array[index]``, or of row ``index``; it never faults."""
    if not isinstance(array, types.Array) or array.layout != "C":
        raise TypeError("only contiguous arrays can be fetched ahead")

    def emit(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        data = context.make_array(signature.args[0])(context, builder, arguments[0])
        place = context.cast(builder, arguments[1], signature.args[1], types.int64)
        for axis in range(1, array.ndim):
            place = builder.mul(place, builder.extract_value(data.shape, axis))
        byte, word = ir.IntType(8).as_pointer(), ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [byte, word, word, word])
        function = builder.module.declare_intrinsic("llvm.prefetch", [byte], kind)
        address = builder.bitcast(builder.gep(data.data, [place]), byte)
        operands = [ir.Constant(word, n) for n in (READ, KEEP_IN_ALL_CACHES, DATA)]
        builder.call(function, [address, *operands])
        return context.get_dummy_value()

    return types.void(array, index), emit


prefetch = cast(Callable[[Any, Any], None], intrinsic(_prefetch))
"""``prefetch(array, index)`` in a kernel; it changes the speed and nothing else."""
