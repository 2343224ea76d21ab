"""How the shop says no."""


class BadInput(ValueError):  # noqa: N818 -- the code it becomes is BAD_USER_INPUT
    """What was asked cannot be answered as it stands. `path` names the argument at fault."""

    def __init__(self, message: str, path: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
