//! The reading room, asked as a browser does.
