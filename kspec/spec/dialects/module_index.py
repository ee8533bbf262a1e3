"""Private modules of Keras 3.15 that hold its classes, which a file may name instead of the public
ones.

Modules are without their common prefix, ``keras.src.``. The contract tests compare these tables
with Keras.
"""

LAYERS: dict[str, str] = {
    "applications.convnext": "LayerScale",
    "applications.inception_resnet_v2": "CustomScaleLayer",
    "export.tfsm_layer": "TFSMLayer",
    "layers.activations.activation": "Activation",
    "layers.activations.elu": "ELU",
    "layers.activations.leaky_relu": "LeakyReLU",
    "layers.activations.prelu": "PReLU",
    "layers.activations.relu": "ReLU",
    "layers.activations.softmax": "Softmax",
    "layers.attention.additive_attention": "AdditiveAttention",
    "layers.attention.attention": "Attention",
    "layers.attention.grouped_query_attention": "GroupedQueryAttention",
    "layers.attention.multi_head_attention": "MultiHeadAttention",
    "layers.convolutional.conv1d": "Conv1D",
    "layers.convolutional.conv1d_transpose": "Conv1DTranspose",
    "layers.convolutional.conv2d": "Conv2D",
    "layers.convolutional.conv2d_transpose": "Conv2DTranspose",
    "layers.convolutional.conv3d": "Conv3D",
    "layers.convolutional.conv3d_transpose": "Conv3DTranspose",
    "layers.convolutional.depthwise_conv1d": "DepthwiseConv1D",
    "layers.convolutional.depthwise_conv2d": "DepthwiseConv2D",
    "layers.convolutional.separable_conv1d": "SeparableConv1D",
    "layers.convolutional.separable_conv2d": "SeparableConv2D",
    "layers.core.dense": "Dense",
    "layers.core.einsum_dense": "EinsumDense",
    "layers.core.embedding": "Embedding",
    "layers.core.identity": "Identity",
    "layers.core.input_layer": "InputLayer",
    "layers.core.lambda_layer": "Lambda",
    "layers.core.masking": "Masking",
    "layers.core.reversible_embedding": "ReversibleEmbedding",
    "layers.merging.add": "Add",
    "layers.merging.average": "Average",
    "layers.merging.concatenate": "Concatenate",
    "layers.merging.dot": "Dot",
    "layers.merging.maximum": "Maximum",
    "layers.merging.minimum": "Minimum",
    "layers.merging.multiply": "Multiply",
    "layers.merging.subtract": "Subtract",
    "layers.normalization.batch_normalization": "BatchNormalization",
    "layers.normalization.group_normalization": "GroupNormalization",
    "layers.normalization.layer_normalization": "LayerNormalization",
    "layers.normalization.rms_normalization": "RMSNormalization",
    "layers.normalization.spectral_normalization": "SpectralNormalization",
    "layers.normalization.unit_normalization": "UnitNormalization",
    "layers.pooling.adaptive_average_pooling1d": "AdaptiveAveragePooling1D",
    "layers.pooling.adaptive_average_pooling2d": "AdaptiveAveragePooling2D",
    "layers.pooling.adaptive_average_pooling3d": "AdaptiveAveragePooling3D",
    "layers.pooling.adaptive_max_pooling1d": "AdaptiveMaxPooling1D",
    "layers.pooling.adaptive_max_pooling2d": "AdaptiveMaxPooling2D",
    "layers.pooling.adaptive_max_pooling3d": "AdaptiveMaxPooling3D",
    "layers.pooling.average_pooling1d": "AveragePooling1D",
    "layers.pooling.average_pooling2d": "AveragePooling2D",
    "layers.pooling.average_pooling3d": "AveragePooling3D",
    "layers.pooling.global_average_pooling1d": "GlobalAveragePooling1D",
    "layers.pooling.global_average_pooling2d": "GlobalAveragePooling2D",
    "layers.pooling.global_average_pooling3d": "GlobalAveragePooling3D",
    "layers.pooling.global_max_pooling1d": "GlobalMaxPooling1D",
    "layers.pooling.global_max_pooling2d": "GlobalMaxPooling2D",
    "layers.pooling.global_max_pooling3d": "GlobalMaxPooling3D",
    "layers.pooling.max_pooling1d": "MaxPooling1D",
    "layers.pooling.max_pooling2d": "MaxPooling2D",
    "layers.pooling.max_pooling3d": "MaxPooling3D",
    "layers.preprocessing.category_encoding": "CategoryEncoding",
    "layers.preprocessing.discretization": "Discretization",
    "layers.preprocessing.feature_space": "TFDConcat TFDIdentity",
    "layers.preprocessing.hashed_crossing": "HashedCrossing",
    "layers.preprocessing.hashing": "Hashing",
    "layers.preprocessing.image_preprocessing.aug_mix": "AugMix",
    "layers.preprocessing.image_preprocessing.auto_contrast": "AutoContrast",
    "layers.preprocessing.image_preprocessing.center_crop": "CenterCrop",
    "layers.preprocessing.image_preprocessing.clahe": (
        "ContrastLimitedAdaptiveHistogramEqualization"
    ),
    "layers.preprocessing.image_preprocessing.cut_mix": "CutMix",
    "layers.preprocessing.image_preprocessing.equalization": "Equalization",
    "layers.preprocessing.image_preprocessing.max_num_bounding_box": "MaxNumBoundingBoxes",
    "layers.preprocessing.image_preprocessing.mix_up": "MixUp",
    "layers.preprocessing.image_preprocessing.rand_augment": "RandAugment",
    "layers.preprocessing.image_preprocessing.random_brightness": "RandomBrightness",
    "layers.preprocessing.image_preprocessing.random_color_degeneration": "RandomColorDegeneration",
    "layers.preprocessing.image_preprocessing.random_color_jitter": "RandomColorJitter",
    "layers.preprocessing.image_preprocessing.random_contrast": "RandomContrast",
    "layers.preprocessing.image_preprocessing.random_crop": "RandomCrop",
    "layers.preprocessing.image_preprocessing.random_elastic_transform": "RandomElasticTransform",
    "layers.preprocessing.image_preprocessing.random_erasing": "RandomErasing",
    "layers.preprocessing.image_preprocessing.random_flip": "RandomFlip",
    "layers.preprocessing.image_preprocessing.random_gaussian_blur": "RandomGaussianBlur",
    "layers.preprocessing.image_preprocessing.random_grayscale": "RandomGrayscale",
    "layers.preprocessing.image_preprocessing.random_hue": "RandomHue",
    "layers.preprocessing.image_preprocessing.random_invert": "RandomInvert",
    "layers.preprocessing.image_preprocessing.random_perspective": "RandomPerspective",
    "layers.preprocessing.image_preprocessing.random_posterization": "RandomPosterization",
    "layers.preprocessing.image_preprocessing.random_rotation": "RandomRotation",
    "layers.preprocessing.image_preprocessing.random_saturation": "RandomSaturation",
    "layers.preprocessing.image_preprocessing.random_sharpness": "RandomSharpness",
    "layers.preprocessing.image_preprocessing.random_shear": "RandomShear",
    "layers.preprocessing.image_preprocessing.random_translation": "RandomTranslation",
    "layers.preprocessing.image_preprocessing.random_zoom": "RandomZoom",
    "layers.preprocessing.image_preprocessing.resizing": "Resizing",
    "layers.preprocessing.image_preprocessing.solarization": "Solarization",
    "layers.preprocessing.integer_lookup": "IntegerLookup",
    "layers.preprocessing.mel_spectrogram": "MelSpectrogram",
    "layers.preprocessing.normalization": "Normalization",
    "layers.preprocessing.pipeline": "Pipeline",
    "layers.preprocessing.rescaling": "Rescaling",
    "layers.preprocessing.stft_spectrogram": "STFTSpectrogram",
    "layers.preprocessing.string_lookup": "StringLookup",
    "layers.preprocessing.text_vectorization": "TextVectorization",
    "layers.regularization.activity_regularization": "ActivityRegularization",
    "layers.regularization.alpha_dropout": "AlphaDropout",
    "layers.regularization.dropout": "Dropout",
    "layers.regularization.gaussian_dropout": "GaussianDropout",
    "layers.regularization.gaussian_noise": "GaussianNoise",
    "layers.regularization.spatial_dropout": "SpatialDropout1D SpatialDropout2D SpatialDropout3D",
    "layers.reshaping.cropping1d": "Cropping1D",
    "layers.reshaping.cropping2d": "Cropping2D",
    "layers.reshaping.cropping3d": "Cropping3D",
    "layers.reshaping.flatten": "Flatten",
    "layers.reshaping.permute": "Permute",
    "layers.reshaping.repeat_vector": "RepeatVector",
    "layers.reshaping.reshape": "Reshape",
    "layers.reshaping.up_sampling1d": "UpSampling1D",
    "layers.reshaping.up_sampling2d": "UpSampling2D",
    "layers.reshaping.up_sampling3d": "UpSampling3D",
    "layers.reshaping.zero_padding1d": "ZeroPadding1D",
    "layers.reshaping.zero_padding2d": "ZeroPadding2D",
    "layers.reshaping.zero_padding3d": "ZeroPadding3D",
    "layers.rnn.bidirectional": "Bidirectional",
    "layers.rnn.conv_lstm1d": "ConvLSTM1D",
    "layers.rnn.conv_lstm2d": "ConvLSTM2D",
    "layers.rnn.conv_lstm3d": "ConvLSTM3D",
    "layers.rnn.gru": "GRU GRUCell",
    "layers.rnn.lstm": "LSTM LSTMCell",
    "layers.rnn.rnn": "RNN",
    "layers.rnn.simple_rnn": "SimpleRNN SimpleRNNCell",
    "layers.rnn.stacked_rnn_cells": "StackedRNNCells",
    "layers.rnn.time_distributed": "TimeDistributed",
    "utils.jax_layer": "FlaxLayer JaxLayer",
    "utils.torch_utils": "TorchModuleWrapper",
}
"""The layers of each module."""

OPERATIONS: dict[str, str] = {
    "activations.activations": "Mish ReLU",
    "ops.core": (
        "AssociativeScan Cast Cond ConvertToTensor ForiLoop Map SaturateCast Scan Scatter "
        "ScatterUpdate Slice SliceUpdate StopGradient Switch Unstack VectorizedMap WhileLoop"
    ),
    "ops.einops": "Rearrange",
    "ops.image": (
        "AffineTransform CropImages ElasticTransform ExtractPatches GaussianBlur HSVToRGB "
        "MapCoordinates PadImages PerspectiveTransform RGBToGrayscale RGBToHSV Resize SSIM "
        "ScaleAndTranslate SobelEdges"
    ),
    "ops.linalg": (
        "Cholesky CholeskyInverse Det Eig Eigh Inv JVP Lstsq LuFactor MatrixRank Norm Pinv Qr SVD "
        "Solve SolveTriangular"
    ),
    "ops.math": (
        "CDist Erf Erfc Erfinv ExtractSequences FFT FFT2 IFFT2 IRFFT ISTFT InTopK Logdet "
        "Logsumexp RFFT Rsqrt STFT SegmentMax SegmentMin SegmentProd SegmentReduction SegmentSum "
        "TopK ViewAsComplex ViewAsReal"
    ),
    "ops.nn": (
        "AdaptiveAveragePool AdaptiveMaxPool AveragePool BatchNorm BinaryCrossentropy CTCDecode "
        "CTCLoss CategoricalCrossentropy Celu Conv ConvTranspose DepthToSpace DepthwiseConv "
        "DotProductAttention Elu Fold Gelu Glu HardShrink HardSigmoid HardSilu HardTanh LayerNorm "
        "LeakyRelu LogSigmoid LogSoftmax MaxPool Moments MultiHot Normalize OneHot PSNR Polar "
        "RMSNorm Relu Relu6 Selu SeparableConv Sigmoid Silu SoftShrink Softmax Softplus Softsign "
        "SpaceToDepth SparseCategoricalCrossentropy SparsePlus SparseSigmoid Sparsemax Squareplus "
        "TanhShrink Threshold Unfold"
    ),
    "ops.numpy": (
        "Abs Absolute Add All AllClose Amax Amin Angle Any Append Arange Arccos Arccosh Arcsin "
        "Arcsinh Arctan Arctan2 Arctanh Argmax Argmin Argpartition Argsort Array ArraySplit "
        "Average Bincount BitwiseAnd BitwiseInvert BitwiseLeftShift BitwiseNot BitwiseOr "
        "BitwiseRightShift BitwiseXor BroadcastTo Cbrt Ceil Clip Concatenate Conj Conjugate Copy "
        "Corrcoef Correlate Cos Cosh CountNonzero Cross Cumprod Cumsum Deg2rad Diag Diagflat "
        "Diagonal Diff Digitize Divide DivideNoNan Dot Dsplit Dstack Einsum EmptyLike Equal Exp "
        "Exp2 ExpandDims Expm1 Fabs Flip Fliplr Flipud Floor FloorDivide Fmax Fmin Fmod Full "
        "FullLike Gcd Geomspace GetItem Greater GreaterEqual Heaviside Histogram Hsplit Hstack "
        "Hypot I0 Imag Inner IsIn Isclose Isfinite Isinf Isnan Isneginf Isposinf Isreal Kron Lcm "
        "Ldexp LeftShift Less LessEqual Linspace Log Log10 Log1p Log2 Logaddexp Logaddexp2 "
        "LogicalAnd LogicalNot LogicalOr LogicalXor Logspace Matmul Max Maximum Mean Median "
        "Meshgrid Min Minimum Mod Moveaxis Multiply NanToNum Nanargmax Nanargmin Nancumprod "
        "Nancumsum Nanmax Nanmean Nanmedian Nanmin Nanpercentile Nanprod Nanquantile Nanstd "
        "Nansum Nanvar Ndim Negative Nextafter Nonzero NotEqual OnesLike Outer Pad Percentile "
        "Power Prod Ptp Quantile Rad2deg Ravel Real Reciprocal Repeat Reshape RightShift Roll "
        "Rot90 Round SearchSorted Select Sign Signbit Sin Sinc Sinh Size Slogdet Sort Split Sqrt "
        "Square Squeeze Stack Std Subtract Sum Swapaxes Take TakeAlongAxis Tan Tanh Tensordot "
        "Tile Trace Transpose Trapezoid Tril Triu TrueDivide Trunc Unique UnravelIndex Vander Var "
        "Vdot View Vsplit Vstack Where ZerosLike"
    ),
    "quantizers.quantizers": "FakeQuantWithMinMaxVars",
}
"""The operations of each module: of ``keras.ops``, of activations and of quantizers."""
