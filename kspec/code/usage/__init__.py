"""What a program does with its objects, data and predictions, as far as its code alone shows it."""
