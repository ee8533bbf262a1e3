export interface Example {
  title: string;
  name: string;
  text: string;
}

const CODE = `import keras
from keras import layers

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()

model = keras.Sequential([
    keras.Input(shape=(28, 28)),
    layers.Reshape((28, 28, 1)),
    layers.Conv2D(32, 3, activation="relu"),
    layers.MaxPooling2D(),
    layers.Flatten(),
    layers.Dense(10),
])
model.compile(
    optimizer="adam",
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)

stop = keras.callbacks.EarlyStopping(monitor="val_acc", patience=3)
model.fit(x_train, y_train, epochs=20, validation_split=0.1, callbacks=[stop])
model.evaluate(x_test, y_test)
`;

const SPEC = `{
  "kspec": 1,
  "name": "digits",
  "task": "multiclass_classification",
  "inputs": {"shape": [8, 8, 1]},
  "layers": [
    {"type": "Conv2D", "filters": 32, "kernel_size": 3, "activation": "relu"},
    {"type": "MaxPooling2D"},
    {"type": "Dense", "units": 64, "activation": "relu"},
    {"type": "Dense", "units": 10}
  ],
  "compile": {
    "optimizer": {"type": "Adam", "learning_rate": 0.001},
    "loss": "sparse_categorical_crossentropy",
    "metrics": ["accuracy"]
  },
  "data": {"classes": 10, "target_encoding": "integer", "input_range": [0, 16]},
  "fit": {
    "epochs": 30,
    "batch_size": 32,
    "validation_split": 0.2,
    "callbacks": [{"type": "EarlyStopping", "monitor": "val_acc", "patience": 5}]
  }
}
`;

const BRANCHES = `{
  "kspec": 1,
  "name": "two-inputs",
  "task": "regression",
  "inputs": {"image": {"shape": [32, 32, 3]}, "facts": {"shape": [12]}},
  "layers": [
    {"type": "Rescaling", "scale": 0.00392156862745098, "inputs": ["image"]},
    {"type": "Conv2D", "filters": 16, "kernel_size": 3, "activation": "relu"},
    {"type": "GlobalAveragePooling2D", "name": "seen"},
    {"type": "Dense", "units": 16, "activation": "relu", "name": "known", "inputs": ["facts"]},
    {"type": "Concatenate", "inputs": ["seen", "known"]},
    {"type": "Dense", "units": 32, "activation": "relu"},
    {"type": "Dense", "units": 1}
  ],
  "compile": {"optimizer": "adam", "loss": "mean_squared_error", "metrics": ["mean_absolute_error"]}
}
`;

const YAML = `# The same language as YAML
kspec: 1
name: sentiment
task: binary_classification
inputs: {shape: [200], dtype: int32}
layers:
  - {type: Embedding, input_dim: 10000, output_dim: 64}
  - {type: Bidirectional, layer: {type: LSTM, units: 32}}
  - {type: Dense, units: 1, activation: softmax}
compile:
  optimizer: adam
  loss: binary_crossentropy
  metrics: [accuracy]
`;

export const EXAMPLES: Example[] = [
  { title: "Keras code", name: "train.py", text: CODE },
  { title: "A spec", name: "digits.json", text: SPEC },
  { title: "Two inputs", name: "two-inputs.json", text: BRANCHES },
  { title: "YAML", name: "sentiment.yaml", text: YAML },
];
