//! A command is described once: name, Chinese title, who may, its fields with their rules.
//! Form, JSON, OpenAPI and routes come from this description; [`Spec::read`] turns what was typed into
//! the one shape that the column's `Command` is parsed from.
//! Must never know: HTTP, HTML, what the command does.

use crate::kernel::Role;
use serde_json::{Map, Value};

/// One command of one column.
#[derive(Debug)]
pub struct Spec {
    /// Kebab-case name, unique over all columns: `record-visit`.
    pub name: &'static str,
    /// Chinese title, a verb: 记录走访.
    pub title: &'static str,
    /// What it is for, one sentence of help.
    pub help: &'static str,
    /// Roles that may give it.
    pub who: &'static [Role],
    /// It answers what the actor saw (needs the version), or merely adds.
    pub answers: bool,
    /// What is asked.
    pub fields: &'static [Field],
}

/// One field of a command.
#[derive(Debug)]
pub struct Field {
    /// Snake-case key in JSON and forms.
    pub key: &'static str,
    /// Chinese label.
    pub label: &'static str,
    /// What it takes.
    pub kind: Kind,
    /// It must be given.
    pub required: bool,
    /// A short help, empty where the label says all.
    pub hint: &'static str,
}

/// What a field takes.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// A civil date; many spellings are read.
    Date,
    /// One line, at most so many characters.
    Text(usize),
    /// Several lines, at most so many characters.
    LongText(usize),
    /// One of a code list: (code, Chinese).
    Choice(&'static [(&'static str, &'static str)]),
    /// Any of a code list.
    Several(&'static [(&'static str, &'static str)]),
    /// Yes or no.
    YesNo,
    /// A small whole number, at most so many.
    Number(u32),
    /// An amount of money, at most so many fen. A whole number is fen; a text, as a form gives it, is yuan.
    Fen(u32),
    /// The account of a worker of the unit that owns the case.
    Worker,
    /// The unit of another office or bureau.
    Unit,
    /// One of what the services list under that name (a free bed).
    Listed(&'static str),
    /// Any of what the services list under that name.
    SeveralListed(&'static str),
    /// Cells of a roster row by their keys: an object of texts; a form gives `cells.KEY`.
    Cells,
}

/// What is wrong with one field of what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The field's key.
    pub field: String,
    /// Stable code.
    pub code: &'static str,
    /// Chinese: what is wrong and what to do. Never repeats what was typed.
    pub message: String,
}

/// So many things of a list can be picked at once.
const PICKED_AT_MOST: usize = 50;

/// Declares a required field.
pub const fn must(key: &'static str, label: &'static str, kind: Kind, hint: &'static str) -> Field {
    Field { key, label, kind, required: true, hint }
}

/// Declares an optional field.
pub const fn may(key: &'static str, label: &'static str, kind: Kind, hint: &'static str) -> Field {
    Field { key, label, kind, required: false, hint }
}

impl Spec {
    /// Reads what was typed (a JSON object; a form gives texts) into the shape of the command.
    /// Every field is checked, so that all errors are told at once; an undeclared field is an error.
    pub fn read(&self, typed: &Map<String, Value>) -> Result<Map<String, Value>, Vec<FieldError>> {
        let mut read = Map::new();
        let mut errors: Vec<FieldError> = typed
            .keys()
            .filter(|k| !self.fields.iter().any(|f| f.key == k.as_str()))
            .map(|k| FieldError {
                field: k.chars().take(40).collect(),
                code: "unknown_field",
                message: "没有这一项，请去掉后重试".into(),
            })
            .collect();
        for field in self.fields {
            match field.read(typed.get(field.key).unwrap_or(&Value::Null)) {
                Ok(Value::Null) if field.required => errors.push(field.wrong("required", "必须填写")),
                Ok(value) => {
                    read.insert(field.key.to_owned(), value);
                }
                Err(e) => errors.push(e),
            }
        }
        if errors.is_empty() { Ok(read) } else { Err(errors) }
    }
}

impl Field {
    fn wrong(&self, code: &'static str, what: &str) -> FieldError {
        FieldError { field: self.key.to_owned(), code, message: format!("“{}”{what}", self.label) }
    }

    /// One value in its normal form; blank is `Null` (and `[]`, `false` for fixed lists and yes/no).
    fn read(&self, typed: &Value) -> Result<Value, FieldError> {
        match self.kind {
            Kind::YesNo => self.yes_no(typed),
            Kind::Several(list) => self.several(typed, list),
            Kind::SeveralListed(_) => self.several_listed(typed),
            Kind::Number(most) => self.number(typed, most),
            Kind::Fen(most) => self.fen(typed, most),
            Kind::Cells => self.cells(typed),
            _ => {
                let Some(text) = self.text(typed)? else { return Ok(Value::Null) };
                match self.kind {
                    Kind::Date => self.date(&text),
                    Kind::Choice(list) => self.choice(&text, list).map(Value::from),
                    Kind::Text(most) | Kind::LongText(most) => self.short_enough(text, most),
                    _ => self.short_enough(text, 64),
                }
            }
        }
    }

    fn text(&self, typed: &Value) -> Result<Option<String>, FieldError> {
        match typed {
            Value::Null => Ok(None),
            Value::String(s) => {
                let lines: Vec<String> =
                    s.replace("\r\n", "\n").split('\n').map(reference::text::legible).collect();
                let text = lines.join("\n").trim().to_owned();
                Ok((!text.is_empty()).then_some(text))
            }
            _ => Err(self.wrong("not_text", "应为文字")),
        }
    }

    fn short_enough(&self, text: String, most: usize) -> Result<Value, FieldError> {
        if text.chars().count() > most {
            return Err(self.wrong("too_long", &format!("最多 {most} 个字，请缩短")));
        }
        if matches!(self.kind, Kind::Text(_)) && text.contains('\n') {
            return Err(self.wrong("one_line", "只能写一行"));
        }
        Ok(Value::from(text))
    }

    fn date(&self, text: &str) -> Result<Value, FieldError> {
        match reference::date_text::parse(text) {
            Ok(date) => Ok(Value::from(date.to_string())),
            Err(problem) => Err(self
                .wrong("date", &format!("{}（可写 20261124、2026-11-24 或 2026.11.24）", problem.message()))),
        }
    }

    fn choice(&self, code: &str, list: &[(&'static str, &str)]) -> Result<&'static str, FieldError> {
        list.iter()
            .find(|(c, _)| *c == code)
            .map(|(c, _)| *c)
            .ok_or_else(|| self.wrong("choice", "请从所列项目中选择"))
    }

    /// The codes that were picked, from a list or from texts joined by commas.
    fn picked<'a>(&self, typed: &'a Value) -> Result<Vec<&'a str>, FieldError> {
        match typed {
            Value::Null => Ok(vec![]),
            Value::String(s) => Ok(s.split(',').filter(|c| !c.is_empty()).collect()),
            Value::Array(a) if a.iter().all(Value::is_string) => {
                Ok(a.iter().filter_map(Value::as_str).collect())
            }
            _ => Err(self.wrong("choice", "请从所列项目中选择")),
        }
    }

    fn several_listed(&self, typed: &Value) -> Result<Value, FieldError> {
        let mut picked = self.picked(typed)?;
        picked.sort_unstable();
        picked.dedup();
        match picked.iter().all(|code| code.chars().count() <= 64) && picked.len() <= PICKED_AT_MOST {
            true if picked.is_empty() => Ok(Value::Null),
            true => Ok(Value::from(picked)),
            false => Err(self.wrong("choice", "请从所列项目中选择")),
        }
    }

    fn several(&self, typed: &Value, list: &[(&'static str, &str)]) -> Result<Value, FieldError> {
        let codes = self.picked(typed)?;
        let mut found = codes.into_iter().map(|c| self.choice(c, list)).collect::<Result<Vec<_>, _>>()?;
        found.sort_unstable();
        found.dedup();
        Ok(Value::from(found))
    }

    fn yes_no(&self, typed: &Value) -> Result<Value, FieldError> {
        match typed {
            Value::Null => Ok(if self.required { Value::Null } else { Value::from(false) }),
            Value::Bool(b) => Ok(Value::from(*b)),
            Value::String(s) if s.is_empty() => self.yes_no(&Value::Null),
            Value::String(s) if matches!(s.as_str(), "1" | "true" | "yes") => Ok(Value::from(true)),
            Value::String(s) if matches!(s.as_str(), "0" | "false" | "no") => Ok(Value::from(false)),
            _ => Err(self.wrong("yes_no", "请选择是或否")),
        }
    }

    fn cells(&self, typed: &Value) -> Result<Value, FieldError> {
        match typed {
            Value::Null => Ok(Value::Null),
            Value::Object(cells) if cells.len() <= 60 => {
                let short = |v: &Value| v.as_str().is_some_and(|s| s.chars().count() <= 1000);
                match cells.values().all(short) {
                    true => Ok(typed.clone()),
                    false => Err(self.wrong("cells", "每一格应为不超过 1000 字的文字")),
                }
            }
            _ => Err(self.wrong("cells", "应为各列的文字")),
        }
    }

    fn fen(&self, typed: &Value, most: u32) -> Result<Value, FieldError> {
        let fen = match typed {
            Value::Null => return Ok(Value::Null),
            Value::Number(n) => n.as_u64(),
            Value::String(s) if s.trim().is_empty() => return Ok(Value::Null),
            Value::String(s) => yuan(&reference::text::clean(s)),
            _ => None,
        };
        match fen {
            Some(n) if n <= u64::from(most) => Ok(Value::from(n)),
            _ => Err(self.wrong("money", &format!("应为 0 到 {} 元，最多两位小数，例如 120.5", most / 100))),
        }
    }

    fn number(&self, typed: &Value, most: u32) -> Result<Value, FieldError> {
        let number = match typed {
            Value::Null => return Ok(Value::Null),
            Value::Number(n) => n.as_u64(),
            Value::String(s) if s.trim().is_empty() => return Ok(Value::Null),
            Value::String(s) => reference::text::clean(s).parse().ok(),
            _ => None,
        };
        match number {
            Some(n) if n <= u64::from(most) => Ok(Value::from(n)),
            _ => Err(self.wrong("number", &format!("应为 0 到 {most} 的整数"))),
        }
    }
}

/// The fen of an amount in yuan with at most two decimals: 120, 120.5, 1,200.50, 120元.
fn yuan(text: &str) -> Option<u64> {
    let bare = text.trim_start_matches(['¥', '￥']).trim_end_matches('元').replace([',', '，'], "");
    let (whole, part) = bare.split_once('.').unwrap_or((bare.as_str(), ""));
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 9 || part.len() > 2 || !digits(whole) || !digits(part) {
        return None;
    }
    format!("{whole}{part:0<2}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    static SPEC: Spec = Spec {
        name: "try",
        title: "试",
        help: "",
        who: &[Role::OfficeWorker],
        answers: false,
        fields: &[
            must("on", "日期", Kind::Date, ""),
            must("way", "方式", Kind::Choice(&[("a", "甲"), ("b", "乙")]), ""),
            may("needs", "需要", Kind::Several(&[("x", "一"), ("y", "二")]), ""),
            may("odd", "异常", Kind::YesNo, ""),
            may("count", "人数", Kind::Number(50), ""),
            may("note", "情况", Kind::LongText(5), ""),
            may("cost", "费用", Kind::Fen(100_000), ""),
        ],
    };

    fn read(v: Value) -> Result<Value, Vec<(String, &'static str)>> {
        SPEC.read(v.as_object().unwrap())
            .map(Value::Object)
            .map_err(|e| e.into_iter().map(|e| (e.field, e.code)).collect())
    }

    #[test]
    fn a_form_and_json_come_to_the_same() {
        let form =
            json!({"on": "2026.11.24", "way": "a", "needs": "y,x", "odd": "1", "count": "3", "note": ""});
        let json = json!({"on": "20261124", "way": "a", "needs": ["x", "y"], "odd": true, "count": 3});
        let (a, b) = (read(form).unwrap(), read(json).unwrap());
        assert_eq!(a["on"], "2026-11-24");
        assert_eq!((&a["needs"], &a["odd"], &a["count"]), (&b["needs"], &b["odd"], &b["count"]));
    }

    #[test]
    fn a_form_gives_yuan_and_json_gives_fen() {
        let cost =
            |v: Value| read(json!({"on": "20261124", "way": "a", "cost": v})).map(|r| r["cost"].clone());
        for (typed, fen) in [("120", 12_000), ("120.5", 12_050), ("0.07", 7), ("1,000.00元", 100_000)] {
            assert_eq!(cost(json!(typed)), Ok(json!(fen)), "{typed}");
        }
        assert_eq!(cost(json!(12_050)), Ok(json!(12_050)));
        assert_eq!(cost(json!("")), Ok(Value::Null));
        for wrong in [
            json!("1.234"),
            json!("-1"),
            json!("一百"),
            json!("1000.01"),
            json!(1.5),
            json!("."),
            json!(100_001),
        ] {
            assert_eq!(cost(wrong.clone()), Err(vec![("cost".into(), "money")]), "{wrong}");
        }
    }

    #[test]
    fn all_errors_are_told_at_once() {
        let errors = read(json!({"way": "z", "note": "一二三四五六", "extra": 1})).unwrap_err();
        assert_eq!(
            errors,
            [
                ("extra".into(), "unknown_field"),
                ("on".into(), "required"),
                ("way".into(), "choice"),
                ("note".into(), "too_long")
            ]
        );
    }
}
