//! Longer steps: going to pages by key, dragging, giving files, selecting words, following links by
//! what they are called.

use std::path::Path;
use std::time::Duration;

use chromiumoxide::cdp::browser_protocol::dom::{
    GetDocumentParams, QuerySelectorParams, SetFileInputFilesParams,
};
use chromiumoxide::cdp::browser_protocol::input::{
    DispatchMouseEventParams, DispatchMouseEventType, MouseButton,
};

use super::{Journey, json};

impl Journey {
    /// Presses `g` and a letter, and waits for the page that it leads to and for words on it.
    pub async fn goes_by_key(&self, letter: &str, words: &str) {
        self.value(
            "document.activeElement?.blur(); document.documentElement.dataset.e2eBefore = '1'",
        )
        .await;
        // The second key counts only soon after the first. A busy machine may take longer than that
        // to tell that a key was pressed, so the second does not wait for the first.
        tokio::join!(self.strikes("g"), self.strikes(letter));
        self.until("another page", "document.documentElement.dataset.e2eBefore !== '1'").await;
        self.settled().await;
        self.sees(words).await;
    }

    /// Drags the mouse from one place of the window to another, as when words are selected.
    pub async fn drags(&self, from: (f64, f64), to: (f64, f64)) {
        self.mouse(DispatchMouseEventType::MousePressed, from, 1).await;
        for step in 1..=8 {
            let part = f64::from(step) / 8.0;
            let at = (from.0 + (to.0 - from.0) * part, from.1 + (to.1 - from.1) * part);
            self.mouse(DispatchMouseEventType::MouseMoved, at, 1).await;
        }
        self.mouse(DispatchMouseEventType::MouseReleased, to, 0).await;
        tokio::time::sleep(Duration::from_millis(80)).await;
    }

    async fn mouse(&self, kind: DispatchMouseEventType, at: (f64, f64), buttons: i64) {
        let event = DispatchMouseEventParams::builder()
            .r#type(kind)
            .x(at.0)
            .y(at.1)
            .button(MouseButton::Left)
            .buttons(buttons)
            .click_count(1)
            .build()
            .expect("a mouse event");
        self.page.execute(event).await.expect("the mouse moves");
    }

    /// Selects words of the text in the reading room with the mouse.
    pub async fn selects(&self, words: &str) {
        self.finds("[data-ready]").await;
        let find = format!(
            "(() => {{ const words = {}; \
             const block = [...document.querySelectorAll('.segment__text')].find((one) => one.textContent.includes(words)); \
             block.scrollIntoView({{ block: 'center' }}); \
             const range = document.createRange(); const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT); \
             let at = block.textContent.indexOf(words); let end = at + words.length; let begun = false; \
             for (let node = walker.nextNode(); node; node = walker.nextNode()) {{ const size = node.data.length; \
               if (!begun && at < size) {{ range.setStart(node, at); begun = true; }} \
               if (end <= size) {{ range.setEnd(node, end); break; }} at -= size; end -= size; }} \
             const boxes = range.getClientRects(); const first = boxes[0]; const last = boxes[boxes.length - 1]; \
             return [first.left + 0.5, first.top + first.height / 2, last.right + 0.5, last.top + last.height / 2]; }})()",
            json(words)
        );
        let place = self.value(&find).await;
        let at = |index: usize| {
            place[index].as_f64().unwrap_or_else(|| panic!("“{words}” does not stand in the text"))
        };
        self.drags((at(0), at(1)), (at(2), at(3))).await;
    }

    /// Gives files to a file field.
    pub async fn gives_files(&self, selector: &str, files: &[&Path]) {
        self.finds(selector).await;
        let root = self.page.execute(GetDocumentParams::default()).await.expect("a document");
        let find = QuerySelectorParams::new(root.root.node_id, selector);
        let field = self.page.execute(find).await.expect("the field is there").node_id;
        let files: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
        let give = SetFileInputFilesParams::builder().files(files).node_id(field).build();
        self.page.execute(give.expect("files")).await.expect("the field takes files");
    }

    /// Follows the first link whose address holds some text.
    pub async fn follows(&self, part: &str) {
        let find = format!("document.querySelector('main a[href*={}]')", json(part));
        self.until(&format!("a link to {part}"), &find).await;
        let to = self.value(&format!("{find}.getAttribute('href')")).await;
        self.goes_to(to.as_str().unwrap_or_default()).await;
    }

    /// Follows the first link with these words on it.
    pub async fn follows_words(&self, words: &str) {
        let find = format!(
            "[...document.querySelectorAll('main a')].find((one) => one.textContent.includes({}))",
            json(words)
        );
        self.until(&format!("a link “{words}”"), &find).await;
        let to = self.value(&format!("{find}.getAttribute('href')")).await;
        self.goes_to(to.as_str().unwrap_or_default()).await;
    }

    /// Opens everything that is folded away.
    pub async fn unfolds_all(&self) {
        let open =
            "document.querySelectorAll('main details').forEach((one) => { one.open = true; })";
        self.value(open).await;
    }

    /// Sends a form by its main button and waits for the page that answers.
    pub async fn submits(&self, form: &str) {
        self.value("document.documentElement.dataset.e2eBefore = '1'").await;
        let button = format!("{form} button:not([type=button])");
        self.clicks(&button).await;
        let answered = "document.documentElement.dataset.e2eBefore !== '1' || document.querySelector('.trouble:not([hidden])')";
        self.until(&format!("an answer to {form}"), answered).await;
        let trouble =
            self.value("document.querySelector('.trouble:not([hidden])')?.textContent").await;
        assert!(trouble.is_null(), "{form} was refused: {trouble}");
        self.settled().await;
    }

    /// Waits until words are seen in a frame.
    pub async fn sees_in_frame(&self, words: &str) {
        let expression = format!(
            "document.querySelector('iframe').contentDocument?.body.innerText.replace(/\\s+/g, ' ').includes({})",
            json(words)
        );
        self.until(&format!("“{words}” in the frame"), &expression).await;
    }
}
