//! What is asked of every page and every route at once.

mod closed;
mod crawl;
mod guards;
