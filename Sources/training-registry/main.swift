print("training-registry")
