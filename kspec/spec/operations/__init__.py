"""Operations of ``keras.ops`` in a functional graph: layers without weights and without a name in
``model.layers``. Modules group them by their effect on a shape.
"""
