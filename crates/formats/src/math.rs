//! Equations in one line of text.
//!
//! Office math (ECMA-376, part 1, section 22.1) and `MathML` are trees; what they
//! print is given in the linear way in which people type equations: `a/b`,
//! `x^2`, `√(n+1)`, `∑_(i=1)^n x_i`. [`Line`] is told what opens and closes and
//! hands the line over when the outermost element closes.

use crate::xml::Element;

/// Deeper than this, structure is ignored and only signs are kept.
const DEEPEST: usize = 64;

/// An equation that is being read.
#[derive(Debug, Default)]
pub(crate) struct Line {
    open: Vec<Node>,
    deeper: usize,
}

/// An element and what its children came to.
#[derive(Debug, Default)]
struct Node {
    name: String,
    children: Vec<(String, String)>,
    text: String,
    signs: Signs,
}

/// Signs that an element names in its properties.
#[derive(Debug, Default, Clone)]
struct Signs {
    main: Option<String>,
    begin: Option<String>,
    end: Option<String>,
    between: Option<String>,
}

impl Line {
    /// Whether an equation is being read.
    pub(crate) fn is_open(&self) -> bool {
        !self.open.is_empty()
    }

    pub(crate) fn open(&mut self, element: &Element<'_>) {
        if self.open.len() >= DEEPEST {
            self.deeper += 1;
            return;
        }
        let mut node = Node { name: element.name.to_owned(), ..Node::default() };
        let value = element.attribute("val");
        // Properties stand in an element of their own, within the one they are of.
        if let Some(above) =
            self.open.len().checked_sub(2).and_then(|place| self.open.get_mut(place))
        {
            match element.name {
                "chr" => above.signs.main = Some(value.unwrap_or_default()),
                "begChr" => above.signs.begin = Some(value.unwrap_or_default()),
                "endChr" => above.signs.end = Some(value.unwrap_or_default()),
                "sepChr" => above.signs.between = Some(value.unwrap_or_default()),
                _ => {}
            }
        }
        if element.name == "mfenced" {
            node.signs.begin = element.attribute("open");
            node.signs.end = element.attribute("close");
            node.signs.between = element.attribute("separators").or(Some(",".to_owned()));
        }
        self.open.push(node);
    }

    pub(crate) fn text(&mut self, text: &str) {
        if let Some(node) = self.open.last_mut() {
            node.text.push_str(text);
        }
    }

    /// Closes the innermost element; the line when it was the outermost.
    pub(crate) fn close(&mut self) -> Option<String> {
        if self.deeper > 0 {
            self.deeper -= 1;
            return None;
        }
        let node = self.open.pop()?;
        let (name, line) = (node.name.clone(), node.line());
        match self.open.last_mut() {
            None => return Some(line),
            // Words inside a run are kept with their spaces.
            Some(above) if matches!(name.as_str(), "t" | "r") => above.text.push_str(&line),
            Some(above) => {
                if !above.text.trim().is_empty() {
                    let words = std::mem::take(&mut above.text);
                    above.children.push((String::new(), words));
                }
                above.text.clear();
                above.children.push((name, line));
            }
        }
        None
    }
}

impl Node {
    fn line(mut self) -> String {
        if !self.text.trim().is_empty() || matches!(self.name.as_str(), "t" | "r") {
            let words = std::mem::take(&mut self.text);
            self.children.push((String::new(), words));
        }
        let is_known = |name: &str| self.children.iter().any(|(child, _)| child == name);
        match self.name.as_str() {
            "f" => format!("{}/{}", wrapped(&self.part("num")), wrapped(&self.part("den"))),
            "sSup" | "sSub" | "sSubSup" => {
                wrapped(&self.part("e")) + &lower(&self.part("sub")) + &upper(&self.part("sup"))
            }
            "sPre" => lower(&self.part("sub")) + &upper(&self.part("sup")) + &self.part("e"),
            "nary" => {
                let sign = self.signs.main.clone().unwrap_or_else(|| "∫".to_owned());
                let limits = lower(&self.part("sub")) + &upper(&self.part("sup"));
                format!("{sign}{limits} {}", self.part("e"))
            }
            "rad" if is_known("deg") && !self.part("deg").is_empty() => {
                format!("√[{}]{}", self.part("deg"), wrapped(&self.part("e")))
            }
            "rad" => format!("√{}", wrapped(&self.part("e"))),
            "d" | "mfenced" => self.fenced(),
            "func" => {
                let (name, of) = (self.part("fName"), self.part("e"));
                let gap = if of.starts_with(['(', '[', '{']) { "" } else { " " };
                format!("{name}{gap}{of}")
            }
            "limLow" => self.part("e") + &lower(&self.part("lim")),
            "limUpp" => self.part("e") + &upper(&self.part("lim")),
            "acc" => self.part("e") + self.signs.main.as_deref().unwrap_or("\u{302}"),
            "bar" => self.part("e") + "\u{305}",
            "m" | "mtable" => format!("[{}]", self.all("; ")),
            "mr" | "mtr" => self.all(", "),
            "eqArr" => self.all("; "),
            "annotation" | "annotation-xml" => String::new(),
            _ => self.mathml(),
        }
    }

    fn mathml(self) -> String {
        let child = |place: usize| self.children.get(place).map_or("", |child| child.1.as_str());
        match self.name.as_str() {
            "mfrac" => format!("{}/{}", wrapped(child(0)), wrapped(child(1))),
            "msup" | "mover" => wrapped(child(0)) + &upper(child(1)),
            "msub" | "munder" => wrapped(child(0)) + &lower(child(1)),
            "msubsup" | "munderover" => wrapped(child(0)) + &lower(child(1)) + &upper(child(2)),
            "msqrt" => format!("√{}", wrapped(&self.all(""))),
            "mroot" => format!("√[{}]{}", child(1), wrapped(child(0))),
            "mi" | "mn" | "mo" | "ms" | "mtext" => self.all("").trim().to_owned(),
            _ => self.all(""),
        }
    }

    fn fenced(&self) -> String {
        let sign =
            |sign: &Option<String>, usual: &str| sign.clone().unwrap_or_else(|| usual.to_owned());
        let between = sign(&self.signs.between, "|");
        let inside = self.all(&between);
        sign(&self.signs.begin, "(") + &inside + &sign(&self.signs.end, ")")
    }

    fn part(&self, name: &str) -> String {
        let part = self.children.iter().find(|(child, _)| child == name);
        part.map(|(_, line)| line.clone()).unwrap_or_default()
    }

    fn all(&self, between: &str) -> String {
        let lines = self.children.iter().filter(|(name, _)| !name.ends_with("Pr"));
        lines.map(|(_, line)| line.as_str()).collect::<Vec<_>>().join(between)
    }
}

/// What is more than one sign or number is put in parentheses.
fn wrapped(line: &str) -> String {
    let is_simple = line.chars().count() <= 1
        || line.chars().all(char::is_alphanumeric)
        || (line.starts_with('(') && line.find(')') == Some(line.len() - 1));
    if is_simple { line.to_owned() } else { format!("({line})") }
}

fn lower(line: &str) -> String {
    if line.is_empty() { String::new() } else { format!("_{}", wrapped(line)) }
}

fn upper(line: &str) -> String {
    if line.is_empty() { String::new() } else { format!("^{}", wrapped(line)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::xml::{self, Space, Visit};

    #[derive(Default)]
    struct Read(Line, String);

    impl Visit for Read {
        fn open(&mut self, element: &Element<'_>) {
            self.0.open(element);
        }
        fn close(&mut self, _: Space, _: &str) {
            self.1.extend(self.0.close());
        }
        fn text(&mut self, text: &str) {
            self.0.text(text);
        }
    }

    fn line(xml: &str) -> String {
        let mut read = Read::default();
        xml::walk(xml.as_bytes(), "part", &mut read).expect("well-formed");
        read.1
    }

    #[test]
    fn office_math_is_linear() {
        let r = |text: &str| format!("<r><t>{text}</t></r>");
        let fraction =
            format!("<oMath><f><fPr/><num>{}</num><den>{}</den></f></oMath>", r("a+1"), r("b"));
        assert_eq!(line(&fraction), "(a+1)/b");
        let sum = format!(
            "<oMath><nary><naryPr><chr val='∑'/></naryPr><sub>{}</sub><sup>{}</sup><e><sSup><e>{}</e><sup>{}</sup></sSup></e></nary></oMath>",
            r("i=1"),
            r("n"),
            r("x"),
            r("2")
        );
        assert_eq!(line(&sum), "∑_(i=1)^n x^2");
        let root = format!("<oMath>{}<rad><deg/><e>{}</e></rad></oMath>", r("y = "), r("n-1"));
        assert_eq!(line(&root), "y = √(n-1)");
        let set = format!(
            "<oMath><d><dPr><begChr val='{{'/><endChr val='}}'/><sepChr val=','/></dPr><e>{}</e><e>{}</e></d></oMath>",
            r("a"),
            r("b")
        );
        assert_eq!(line(&set), "{a,b}");
    }

    #[test]
    fn mathml_is_linear() {
        let sum = "<math><semantics><mrow><mi>x</mi><mo>=</mo><mfrac><mrow><mn>1</mn><mo>+</mo><mi>y</mi></mrow>\
            <msqrt><mn>2</mn></msqrt></mfrac></mrow><annotation>x = ...</annotation></semantics></math>";
        assert_eq!(line(sum), "x=(1+y)/(√2)");
    }

    #[test]
    fn too_deep_equations_keep_their_signs() {
        let deep = format!("<oMath>{}<t>x</t>{}</oMath>", "<e>".repeat(200), "</e>".repeat(200));
        assert_eq!(line(&deep), "x");
    }
}
