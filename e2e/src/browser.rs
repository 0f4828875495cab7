//! Chromium: where it is, and how it is started without reaching out.

use std::path::{Path, PathBuf};

use chromiumoxide::{Browser, BrowserConfig};
use futures_util::StreamExt;
use tempfile::TempDir;
use tokio::task::JoinHandle;

/// The names under which Debian and others install it.
const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/// Finds Chromium; `TREFOIL_CHROMIUM` names another one.
pub fn find_chromium() -> Option<PathBuf> {
    if let Some(given) = std::env::var_os("TREFOIL_CHROMIUM") {
        return Some(PathBuf::from(given)).filter(|path| path.is_file());
    }
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders)
        .flat_map(|folder| NAMES.map(|name| folder.join(name)))
        .find(|path| path.is_file())
}

/// A browser at work, with a profile that goes when it is closed.
pub(crate) struct Chromium {
    pub(crate) browser: Browser,
    events: JoinHandle<()>,
    _profile: TempDir,
}

impl Chromium {
    /// Starts it with a window of a size.
    pub(crate) async fn start(program: &Path, width: u32, height: u32) -> Self {
        let profile = tempfile::tempdir().expect("a folder for the profile can be made");
        let config = BrowserConfig::builder()
            .chrome_executable(program)
            .no_sandbox()
            .user_data_dir(profile.path())
            .window_size(width, height)
            .viewport(chromiumoxide::handler::viewport::Viewport {
                width,
                height,
                device_scale_factor: None,
                emulating_mobile: false,
                is_landscape: false,
                has_touch: false,
            })
            .args([
                "--headless=new",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--autoplay-policy=no-user-gesture-required",
                "--force-prefers-reduced-motion",
            ])
            .build()
            .expect("the browser's settings are complete");
        let (browser, mut handler) = Browser::launch(config).await.expect("Chromium starts");
        let events = tokio::spawn(async move { while handler.next().await.is_some() {} });
        Self { browser, events, _profile: profile }
    }

    /// Closes it and waits until it is gone.
    pub(crate) async fn close(mut self) {
        let _ = self.browser.close().await;
        let _ = self.browser.wait().await;
        self.events.abort();
    }
}
