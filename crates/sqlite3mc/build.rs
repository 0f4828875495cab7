//! Compiles the amalgamation into `libsqlite3.a` in this crate's output folder, where the linker
//! finds it for `libsqlite3-sys`. Needs a C compiler and nothing else.

fn main() {
    let source = sqlite3mc_src::source_dir();
    let mut build = cc::Build::new();
    build.file(source.join(sqlite3mc_src::SOURCE_FILE)).include(source).warnings(false);
    // Beyond the second level this file takes much longer to compile and runs no faster.
    if std::env::var("OPT_LEVEL").is_ok_and(|level| level == "3") {
        build.opt_level(2);
    }
    for (name, value) in [
        ("SQLITE_THREADSAFE", "1"),
        ("SQLITE_DQS", "0"),
        ("SQLITE_DEFAULT_FOREIGN_KEYS", "1"),
        // Temporary tables and sorting never touch the disk, where they would be readable.
        ("SQLITE_TEMP_STORE", "3"),
        // Deleted content is overwritten with zeros.
        ("SQLITE_SECURE_DELETE", "1"),
        ("SQLITE_LIKE_DOESNT_MATCH_BLOBS", "1"),
        ("SQLITE_MAX_EXPR_DEPTH", "0"),
        ("SQLITE_OMIT_DEPRECATED", "1"),
        ("SQLITE_OMIT_SHARED_CACHE", "1"),
        ("SQLITE_USE_ALLOCA", "1"),
        ("SQLITE_ENABLE_DBSTAT_VTAB", "1"),
        ("SQLITE3MC_OMIT_AES_HARDWARE_SUPPORT", "1"),
        ("SQLITE3MC_USE_MINIZ", "0"),
    ] {
        build.define(name, value);
    }
    build.compile("sqlite3");
    println!("cargo:rerun-if-changed=build.rs");
}
