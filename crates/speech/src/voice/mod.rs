//! Where somebody speaks, and how that is packed into windows for the model.
