"""Private modules of Keras 3.15 that hold its classes, which a file may name instead of the public
ones.

Modules are without their common prefix, ``keras.src.``. The contract tests compare these tables
with Keras.
"""

from kspec.spec.naming import snake_case

LAYERS: dict[str, str] = {
    "layers.activations": "Activation ELU Softmax",
    "layers.attention": "AdditiveAttention Attention GroupedQueryAttention MultiHeadAttention",
    "layers.convolutional": (
        "Conv1D Conv1DTranspose Conv2D Conv2DTranspose Conv3D Conv3DTranspose DepthwiseConv1D "
        "DepthwiseConv2D SeparableConv1D SeparableConv2D"
    ),
    "layers.core": "Dense EinsumDense Embedding Identity InputLayer Masking ReversibleEmbedding",
    "layers.merging": "Add Average Concatenate Dot Maximum Minimum Multiply Subtract",
    "layers.normalization": (
        "BatchNormalization GroupNormalization LayerNormalization RMSNormalization "
        "SpectralNormalization UnitNormalization"
    ),
    "layers.pooling": (
        "AdaptiveAveragePooling1D AdaptiveAveragePooling2D AdaptiveAveragePooling3D "
        "AdaptiveMaxPooling1D AdaptiveMaxPooling2D AdaptiveMaxPooling3D AveragePooling1D "
        "AveragePooling2D AveragePooling3D GlobalAveragePooling1D GlobalAveragePooling2D "
        "GlobalAveragePooling3D GlobalMaxPooling1D GlobalMaxPooling2D GlobalMaxPooling3D "
        "MaxPooling1D MaxPooling2D MaxPooling3D"
    ),
    "layers.preprocessing": (
        "CategoryEncoding Discretization HashedCrossing Hashing IntegerLookup MelSpectrogram "
        "Normalization Pipeline Rescaling STFTSpectrogram StringLookup TextVectorization"
    ),
    "layers.preprocessing.image_preprocessing": (
        "AugMix AutoContrast CenterCrop CutMix Equalization MixUp RandAugment RandomBrightness "
        "RandomColorDegeneration RandomColorJitter RandomContrast RandomCrop "
        "RandomElasticTransform RandomErasing RandomFlip RandomGaussianBlur RandomGrayscale "
        "RandomHue RandomInvert RandomPerspective RandomPosterization RandomRotation "
        "RandomSaturation RandomSharpness RandomShear RandomTranslation RandomZoom Resizing "
        "Solarization"
    ),
    "layers.regularization": (
        "ActivityRegularization AlphaDropout Dropout GaussianDropout GaussianNoise"
    ),
    "layers.reshaping": (
        "Cropping1D Cropping2D Cropping3D Flatten Permute RepeatVector Reshape UpSampling1D "
        "UpSampling2D UpSampling3D ZeroPadding1D ZeroPadding2D ZeroPadding3D"
    ),
    "layers.rnn": (
        "Bidirectional ConvLSTM1D ConvLSTM2D ConvLSTM3D GRU LSTM RNN SimpleRNN StackedRNNCells "
        "TimeDistributed"
    ),
}
"""The layers of each package, each in the module of its name in snake case."""

NAMED_OTHERWISE: dict[str, str] = {
    "applications.convnext": "LayerScale",
    "applications.inception_resnet_v2": "CustomScaleLayer",
    "export.tfsm_layer": "TFSMLayer",
    "layers.activations.leaky_relu": "LeakyReLU",
    "layers.activations.prelu": "PReLU",
    "layers.activations.relu": "ReLU",
    "layers.core.lambda_layer": "Lambda",
    "layers.preprocessing.feature_space": "TFDConcat TFDIdentity",
    "layers.preprocessing.image_preprocessing.clahe": (
        "ContrastLimitedAdaptiveHistogramEqualization"
    ),
    "layers.preprocessing.image_preprocessing.max_num_bounding_box": "MaxNumBoundingBoxes",
    "layers.regularization.spatial_dropout": "SpatialDropout1D SpatialDropout2D SpatialDropout3D",
    "layers.rnn.gru": "GRUCell",
    "layers.rnn.lstm": "LSTMCell",
    "layers.rnn.simple_rnn": "SimpleRNNCell",
    "utils.jax_layer": "FlaxLayer JaxLayer",
    "utils.torch_utils": "TorchModuleWrapper",
}
"""The layers of modules with other names."""

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


def layers_of(module: str) -> list[str]:
    """The layers that a module defines."""
    package, _, name = module.rpartition(".")
    own = [layer for layer in LAYERS.get(package, "").split() if snake_case(layer) == name]
    return [*own, *NAMED_OTHERWISE.get(module, "").split()]
