//! What a page tells beyond its words: files it hands out, how it prints, where the keyboard is.

use chromiumoxide::cdp::browser_protocol::emulation::SetEmulatedMediaParams;
use chromiumoxide::cdp::browser_protocol::page::PrintToPdfParams;

use super::{Journey, json};

/// A page as it comes out of the printer.
#[derive(Debug)]
pub struct Print {
    /// How many sheets it fills.
    pub pages: usize,
    /// The words that stand on them.
    pub words: String,
}

impl Journey {
    /// Ticks a box or a choice with the mouse; one that is ticked already stays so.
    pub async fn ticks(&self, selector: &str) {
        self.finds(selector).await;
        let ticked = format!("document.querySelector({}).checked", json(selector));
        if self.value(&ticked).await != true {
            self.clicks(selector).await;
        }
        self.until(&format!("{selector} being ticked"), &ticked).await;
    }

    /// Ticks a box or a choice with Tab and the space bar.
    pub async fn ticks_by_key(&self, selector: &str) {
        self.reaches(selector).await;
        let ticked = format!("document.querySelector({}).checked", json(selector));
        if self.value(&ticked).await != true {
            self.presses(" ").await;
        }
        self.until(&format!("{selector} being ticked"), &ticked).await;
    }

    /// Moves to an element with Tab; among choices of one question, the rest of the way with the
    /// arrows, as browsers want it.
    pub async fn reaches(&self, selector: &str) {
        let name = format!(
            "document.querySelector({0})?.type === 'radio' ? document.querySelector({0}).name : ''",
            json(selector)
        );
        let name = self.value(&name).await;
        let Some(name) = name.as_str().filter(|name| !name.is_empty()) else {
            return self.tabs_to(selector).await;
        };
        self.tabs_to(&format!("input[type=radio][name={}]", json(name))).await;
        for _ in 0..12 {
            let there = format!("document.activeElement.matches({})", json(selector));
            if self.value(&there).await == true {
                return;
            }
            self.presses("ArrowDown").await;
        }
        panic!("{selector} cannot be reached with the arrows");
    }

    /// Presses a button that sends a form, and waits for the page that answers. The keyboard must
    /// be somewhere on it: whoever works without a mouse would otherwise begin at the top again.
    pub async fn sends_by_key(&self, button: &str) {
        self.tabs_to(button).await;
        self.value("document.documentElement.dataset.e2eBefore = '1'").await;
        self.presses("Enter").await;
        self.answered(button).await;
        self.holds_the_keyboard(button).await;
    }

    /// Waits for the page that answers a form, and says what it was refused with.
    pub async fn answered(&self, what: &str) {
        let answered = "document.documentElement.dataset.e2eBefore !== '1' || document.querySelector('.trouble:not([hidden])')";
        self.until(&format!("an answer to {what}"), answered).await;
        let trouble =
            self.value("document.querySelector('.trouble:not([hidden])')?.textContent").await;
        assert!(trouble.is_null(), "{what} was refused: {trouble}");
        self.settled().await;
    }

    /// Holds the page to it that the keyboard is somewhere: on an element, or at a place of the
    /// page that its address names.
    pub async fn holds_the_keyboard(&self, after: &str) {
        let somewhere = "document.activeElement !== document.body || document.getElementById(decodeURIComponent(location.hash.slice(1)))";
        self.until(&format!("the keyboard being somewhere after {after}"), somewhere).await;
    }

    /// What an address of the study hands out, as text.
    pub async fn hands_out(&self, path: &str) -> String {
        let address = self.address(path);
        let code = format!(
            "(async () => {{ const answer = await fetch({}); return answer.status + ' ' + await answer.text(); }})()",
            json(&address)
        );
        self.value(&code).await.as_str().unwrap_or_default().to_owned()
    }

    /// Prints the page to a file in memory: how many sheets, and which words.
    pub async fn prints(&self) -> Print {
        let media = |name: &str| SetEmulatedMediaParams::builder().media(name).build();
        self.page.execute(media("print")).await.expect("the page is laid out for print");
        let words = self.value("document.body.innerText").await;
        let file = self.page.pdf(PrintToPdfParams::default()).await.expect("the page prints");
        self.page.execute(media("")).await.expect("the page is laid out for the screen");
        assert!(file.starts_with(b"%PDF"), "what is printed is a PDF");
        let mark = b"/Type /Page";
        let is_page = |at: &[u8]| at.starts_with(mark) && at.get(mark.len()) != Some(&b's');
        let pages = (0..file.len()).filter(|at| is_page(&file[*at..])).count();
        Print { pages, words: words.as_str().unwrap_or_default().to_owned() }
    }
}
