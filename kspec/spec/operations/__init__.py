"""Operations of ``keras.ops`` as they stand in a functional graph: layers without weights and
without a name in
``model.layers``. Files by what the operations do with a shape.
"""
