//! Tests of these pages.
