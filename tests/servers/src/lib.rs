//! Starts a real Redis or PostgreSQL server for a test, and stops it.
