"""Pages. A view shows the state of its presenter and passes on what a person does; it decides nothing."""
