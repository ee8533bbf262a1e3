"""The arguments of functions of `keras.ops` in their order (Keras 3.15), where that is not the order of
the fields of a class: `kspec.spec.dialects.operation_functions.arguments_of`.

`tests/contract/test_positions.py` compares the orders with Keras, for all functions that kspec describes.
"""

FUNCTIONS: dict[str, str] = {
    "arange": "start stop step dtype",
    "array": "x dtype",
    "average_pool": "inputs pool_size strides padding data_format",
    "cast": "x dtype",
    "conv": "inputs kernel strides padding data_format dilation_rate",
    "convert_to_tensor": "x dtype sparse ragged",
    "cumprod": "x axis dtype",
    "cumsum": "x axis dtype",
    "depth_to_space": "x block_size data_format",
    "empty_like": "x dtype",
    "full": "shape fill_value dtype",
    "full_like": "x fill_value dtype",
    "image.extract_patches": "images size strides dilation_rate padding data_format",
    "image.resize": "images size interpolation antialias crop_to_aspect_ratio pad_to_aspect_ratio fill_mode fill_value data_format",
    "linspace": "start stop num endpoint retstep dtype axis",
    "max_pool": "inputs pool_size strides padding data_format",
    "one_hot": "x num_classes axis dtype sparse",
    "ones_like": "x dtype",
    "pad": "x pad_width mode constant_values",
    "prod": "x axis keepdims dtype",
    "roll": "x shift axis",
    "saturate_cast": "x dtype",
    "space_to_depth": "x block_size data_format",
    "zeros_like": "x dtype",
}
