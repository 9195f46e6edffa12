"""The screen: views draw, presenters call the use cases, lanes carry work off the main thread."""
