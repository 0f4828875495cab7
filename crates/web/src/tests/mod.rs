//! What is asked of every page and every route at once.

mod crawl;
mod guards;
