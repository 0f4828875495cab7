//! A journey: one person, one browser, one study.
//!
//! Every step waits until what it speaks of is there, and says what was there instead when it
//! does not come. Steps are told in the person's words: [`Journey::sees`], [`Journey::presses`].

mod keys;
mod steps;
mod told;

use std::future::Future;
use std::path::PathBuf;
use std::time::Duration;

use chromiumoxide::Page;
use chromiumoxide::cdp::browser_protocol::input::{DispatchKeyEventParams, DispatchKeyEventType};
use chromiumoxide::page::ScreenshotParams;
use serde_json::Value;
use trefoil_testkit::skip;
use trefoil_web::{Options, Running, serve};

use crate::axe;
use crate::browser::{Chromium, find_chromium};
use keys::known_key;

pub use told::Print;

/// One person before one browser.
pub struct Journey {
    /// The page.
    pub page: Page,
    running: Running,
    chromium: Chromium,
    /// The address of the study's pages.
    root: String,
}

const PATIENCE: Duration = Duration::from_secs(20);
const LOOK_AGAIN: Duration = Duration::from_millis(25);

impl Journey {
    /// Runs a journey where Chromium and axe-core are there; says SKIPPED otherwise.
    pub fn run<F: Future<Output = ()>>(
        name: &str,
        options: Options,
        journey: impl FnOnce(Running, PathBuf) -> F,
    ) {
        let (Some(chromium), Some(_)) = (find_chromium(), axe::find()) else {
            skip(&format!("browser {name}"));
            return;
        };
        let running = serve(options).expect("the server starts");
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("a runtime can be made");
        runtime.block_on(journey(running, chromium));
    }

    /// Opens the browser with a window of a size and follows the login link to a page.
    pub async fn begin(running: Running, chromium: PathBuf, to: &str, size: (u32, u32)) -> Self {
        let chromium = Chromium::start(&chromium, size.0, size.1).await;
        let page = chromium.browser.new_page(running.link(to)).await.expect("a page opens");
        page.wait_for_navigation().await.expect("the page loads");
        let journey = Self { page, running, chromium, root: String::new() };
        journey.settled().await;
        journey
    }

    /// Says which study's pages are meant from now on.
    pub fn in_study(&mut self, key: &str) {
        self.root = format!("/study/{key}");
    }

    /// The server.
    pub fn running(&self) -> &Running {
        &self.running
    }

    /// Another window of the same browser, on a page of the study.
    pub async fn second_window(&self, path: &str) -> Page {
        let address = self.address(path);
        let page = self.chromium.browser.new_page(address).await.expect("a window opens");
        page.wait_for_navigation().await.expect("the page loads");
        page
    }

    /// Goes back to its own window from another one; what nobody sees does not refresh.
    pub async fn looks_again(&self) {
        self.page.bring_to_front().await.expect("the window comes to the front");
    }

    /// Ends the journey.
    pub async fn end(self) {
        let _ = self.page.close().await;
        self.chromium.close().await;
    }

    fn address(&self, path: &str) -> String {
        let path = match (path.starts_with('/'), path.is_empty()) {
            (true, _) => path.to_owned(),
            (false, true) => self.root.clone(),
            (false, false) => format!("{}/{path}", self.root),
        };
        format!("http://{}{path}", self.running.address())
    }

    /// Goes to a page of the study, or to any path that begins with a slash.
    pub async fn goes_to(&self, path: &str) {
        self.page.goto(self.address(path)).await.expect("the page answers");
        self.settled().await;
        let title = self.value("document.title").await;
        let lost = title.as_str().is_none_or(|title| title.starts_with("Not done"));
        assert!(!lost, "{path} leads to {title}: {}", self.value("document.body.innerText").await);
    }

    /// Waits until scripts are connected.
    pub async fn settled(&self) {
        self.until("the page is ready", "document.readyState === 'complete' && document.documentElement.classList.contains('has-script')").await;
        tokio::time::sleep(Duration::from_millis(60)).await;
    }

    /// What an expression of the page is.
    pub async fn value(&self, expression: &str) -> Value {
        let answer = self.page.evaluate(expression).await;
        answer.ok().and_then(|answer| answer.into_value().ok()).unwrap_or(Value::Null)
    }

    /// Waits until an expression is true.
    pub async fn until(&self, what: &str, expression: &str) {
        let began = tokio::time::Instant::now();
        while self.value(&format!("Boolean({expression})")).await != Value::Bool(true) {
            if began.elapsed() > PATIENCE {
                let at = self
                    .value("location.href + ' ' + document.body.innerText.slice(0, 4000)")
                    .await;
                panic!("{what} did not come; the page is at {at}");
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }

    /// Waits until words are seen.
    pub async fn sees(&self, words: &str) {
        let expression =
            format!("document.body.innerText.replace(/\\s+/g, ' ').includes({})", json(words));
        self.until(&format!("“{words}”"), &expression).await;
    }

    /// Waits until words are no longer seen.
    pub async fn no_longer_sees(&self, words: &str) {
        let expression =
            format!("!document.body.innerText.replace(/\\s+/g, ' ').includes({})", json(words));
        self.until(&format!("“{words}” going away"), &expression).await;
    }

    /// Waits for an element.
    pub async fn finds(&self, selector: &str) {
        self.until(selector, &format!("document.querySelector({})", json(selector))).await;
    }

    /// Clicks an element with the mouse.
    pub async fn clicks(&self, selector: &str) {
        self.finds(selector).await;
        let element = self.page.find_element(selector).await.expect("the element is there");
        element.scroll_into_view().await.expect("it can be scrolled to");
        element
            .click()
            .await
            .unwrap_or_else(|error| panic!("{selector} cannot be clicked: {error}"));
    }

    /// Clicks a button or link by the words on it (or its label).
    pub async fn clicks_words(&self, words: &str) {
        let find = format!(
            "[...document.querySelectorAll('button, a, summary, [role=option]')].find((one) => one.checkVisibility() && ((one.getAttribute('aria-label') ?? one.innerText).replace(/\\s+/g, ' ').trim() === {words} || one.innerText.replace(/\\s+/g, ' ').trim() === {words}))",
            words = json(words)
        );
        self.until(&format!("a button “{words}”"), &find).await;
        self.value(&format!("{find}.setAttribute('data-e2e', '1')")).await;
        self.clicks("[data-e2e='1']").await;
        self.value("document.querySelector('[data-e2e]')?.removeAttribute('data-e2e')").await;
    }

    /// Puts words into a field, as if typed, in place of what was there.
    pub async fn fills(&self, selector: &str, words: &str) {
        self.finds(selector).await;
        self.value(&format!("(() => {{ const field = document.querySelector({}); field.focus(); field.select?.(); }})()", json(selector))).await;
        self.types(words).await;
    }

    /// Chooses an option of a list by its words or value.
    ///
    /// Waits for scripts first, because a page that was sent and comes again has none for a moment,
    /// and nobody would hear that something was chosen.
    pub async fn chooses(&self, selector: &str, words: &str) {
        self.finds(selector).await;
        self.settled().await;
        let done = self.value(&format!(
            "(() => {{ const list = document.querySelector({}); const option = [...list.options].find((one) => one.value === {words} || one.text.includes({words})); if (!option) return false; list.value = option.value; list.dispatchEvent(new Event('change', {{ bubbles: true }})); return true; }})()",
            json(selector), words = json(words)
        )).await;
        assert_eq!(done, Value::Bool(true), "{selector} has no option “{words}”");
    }

    /// Types words where the keyboard is.
    pub async fn types(&self, words: &str) {
        let params = chromiumoxide::cdp::browser_protocol::input::InsertTextParams::new(words);
        self.page.execute(params).await.expect("the keyboard types");
    }

    /// Presses a key, such as `Enter`, `Tab`, `c`, `Shift+ArrowRight`, `Ctrl+Enter`, `Alt+1`.
    pub async fn presses(&self, key: &str) {
        self.strikes(key).await;
        tokio::time::sleep(Duration::from_millis(30)).await;
    }

    async fn strikes(&self, key: &str) {
        let held = |prefix: &str, number: i64| {
            key.strip_prefix(prefix).filter(|rest| !rest.is_empty()).map(|rest| (number, rest))
        };
        let held = held("Shift+", 8).or(held("Ctrl+", 2)).or(held("Alt+", 1));
        let (modifiers, name) = held.unwrap_or((0, key));
        let shift = modifiers == 8;
        let (text, code, number) = known_key(name);
        let event = |kind: DispatchKeyEventType| {
            let mut builder = DispatchKeyEventParams::builder()
                .r#type(kind)
                .key(name)
                .code(code.clone())
                .windows_virtual_key_code(number)
                .native_virtual_key_code(number)
                .modifiers(modifiers);
            if let Some(text) =
                text.as_ref().filter(|_| modifiers == 0 || (shift && name.len() == 1))
            {
                builder = builder.text(text.clone());
            }
            builder.build().expect("a key event")
        };
        self.page.execute(event(DispatchKeyEventType::KeyDown)).await.expect("a key goes down");
        self.page.execute(event(DispatchKeyEventType::KeyUp)).await.expect("a key goes up");
    }

    /// Moves on with Tab until the element that has the keyboard matches; as people without a
    /// mouse do.
    pub async fn tabs_to(&self, selector: &str) {
        for _ in 0..400 {
            let there = format!("document.activeElement?.matches({})", json(selector));
            if self.value(&there).await == Value::Bool(true) {
                return;
            }
            self.presses("Tab").await;
        }
        let at = self.value("document.activeElement?.outerHTML").await;
        panic!("{selector} cannot be reached with Tab; the keyboard is at {at}");
    }

    /// Holds the page to the rules of accessibility.
    pub async fn is_accessible(&self, what: &str) {
        let found = axe::violations(&self.page).await;
        assert!(found.is_empty(), "{what}:\n{}", found.join("\n"));
    }

    /// What breaks the rules of accessibility, one line each.
    pub async fn violations(&self) -> Vec<String> {
        axe::violations(&self.page).await
    }

    /// By how many pixels the page scrolls sideways.
    pub async fn too_wide(&self) -> i64 {
        let root = "document.documentElement";
        let wide = self.value(&format!("{root}.scrollWidth - {root}.clientWidth")).await;
        wide.as_i64().unwrap_or(i64::MAX)
    }

    /// Keeps a picture of the page where `TREFOIL_PICTURES` names a folder.
    pub async fn keeps_picture(&self, name: &str) {
        let Some(folder) = std::env::var_os("TREFOIL_PICTURES") else { return };
        let folder = PathBuf::from(folder);
        let _ = std::fs::create_dir_all(&folder);
        let params = ScreenshotParams::builder().full_page(false).build();
        if let Ok(bytes) = self.page.screenshot(params).await {
            let _ = std::fs::write(folder.join(format!("{name}.png")), bytes);
        }
    }

    /// Gives the window another size.
    pub async fn sizes_to(&self, width: i64, height: i64) {
        use chromiumoxide::cdp::browser_protocol::emulation::SetDeviceMetricsOverrideParams;
        let params = SetDeviceMetricsOverrideParams::new(width, height, 1.0, false);
        self.page.execute(params).await.expect("the window takes the size");
        tokio::time::sleep(Duration::from_millis(120)).await;
    }
}

pub(crate) fn json(text: &str) -> String {
    serde_json::to_string(text).expect("a text is JSON")
}
