"""Numbers that are not finite where Keras rightly writes them: among the operands of an operation,
such as the border of a max pooling.
"""

from kspec.source.document import Document, Span

AS_PYTHON_WRITES = frozenset(("NaN", "Infinity", "-Infinity"))
CALLS = "inbound_nodes"


def is_operand(document: Document, span: Span) -> bool:
    """Whether a token is such a number: in a call of a file of Keras, or in a field of one of
    ``keras.ops`` in either dialect.
    """
    if document.text[span.start : span.end] not in AS_PYTHON_WRITES:
        return False
    here = document.value
    for key in document.path_at(span.start):
        if key == CALLS or not isinstance(here, dict | list):
            return key == CALLS
        here = here[key]  # type: ignore[index]  # a mapping has keys, and a list numbers
        if isinstance(here, dict) and ".ops." in str(here.get("module") or here.get("type")):
            return True
    return False
