"""Found before the package of this name, which only the tests bring along: what writes the log would load it for
colours, and no shop that is installed by its own requirements has it."""

raise ImportError("rich is none of the shop's requirements")
