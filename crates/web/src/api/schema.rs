//! Small words in which schemas are written, and the schema of a field of a command. Every object is closed:
//! what is not declared must not appear.
//! Must never know: any one operation.

use super::list;
use domain::command::{Field, Kind, Spec};
use serde_json::{Map, Value, json};

/// A closed object; every property is always there.
pub(super) fn object(properties: &[(&str, Value)]) -> Value {
    object_with(properties, &[])
}

/// A closed object, some properties of which may be missing.
pub(super) fn object_with(always: &[(&str, Value)], sometimes: &[(&str, Value)]) -> Value {
    let required: Vec<&str> = always.iter().map(|(key, _)| *key).collect();
    let all = always.iter().chain(sometimes);
    let properties: Map<String, Value> = all.map(|(k, v)| ((*k).to_owned(), v.clone())).collect();
    json!({"type": "object", "properties": properties, "required": required, "additionalProperties": false})
}

/// A text.
pub(super) fn text(what: &str) -> Value {
    json!({"type": "string", "description": what})
}

/// A civil date.
pub(super) fn date(what: &str) -> Value {
    json!({"type": "string", "format": "date", "description": what})
}

/// An instant.
pub(super) fn instant(what: &str) -> Value {
    json!({"type": "string", "format": "date-time", "description": what})
}

/// A whole number, not negative.
pub(super) fn number(what: &str) -> Value {
    json!({"type": "integer", "minimum": 0, "description": what})
}

/// Yes or no.
pub(super) fn flag(what: &str) -> Value {
    json!({"type": "boolean", "description": what})
}

/// One of these words.
pub(super) fn word(what: &str, words: &[&str]) -> Value {
    json!({"type": "string", "enum": words, "description": what})
}

/// Any number of these.
pub(super) fn array(items: Value) -> Value {
    json!({"type": "array", "items": items})
}

/// Another schema by its name.
pub(super) fn named(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

/// The same, or null.
pub(super) fn maybe(mut schema: Value) -> Value {
    match schema.get("type").and_then(Value::as_str).map(str::to_owned) {
        Some(kind) => {
            schema["type"] = json!([kind, "null"]);
            if let Some(words) = schema.get_mut("enum").and_then(Value::as_array_mut) {
                words.push(Value::Null); // a list of words admits what stands on it only
            }
            schema
        }
        None => json!({"anyOf": [schema, {"type": "null"}]}),
    }
}

/// The object that a command takes.
pub(super) fn request(spec: &Spec) -> Value {
    let properties: Map<String, Value> = spec.fields.iter().map(|f| (f.key.to_owned(), field(f))).collect();
    let required: Vec<&str> = spec.fields.iter().filter(|f| f.required).map(|f| f.key).collect();
    json!({"type": "object", "title": spec.title, "properties": properties, "required": required, "additionalProperties": false})
}

/// One field of a command or of a query.
pub(super) fn field(field: &Field) -> Value {
    let least = u32::from(field.required);
    let mut schema = match field.kind {
        Kind::Date => json!({"type": "string", "format": "date"}),
        Kind::Text(most) | Kind::LongText(most) => {
            json!({"type": "string", "minLength": least, "maxLength": most})
        }
        Kind::Choice(list) => json!({"type": "string", "enum": codes(list)}),
        Kind::Several(list) => {
            json!({"type": "array", "uniqueItems": true, "items": {"type": "string", "enum": codes(list)}})
        }
        Kind::SeveralListed(_) => {
            json!({"type": "array", "uniqueItems": true, "minItems": least, "items": {"type": "string", "maxLength": 64}})
        }
        Kind::YesNo => json!({"type": "boolean"}),
        Kind::Number(most) | Kind::Fen(most) => json!({"type": "integer", "minimum": 0, "maximum": most}),
        Kind::Worker | Kind::Unit | Kind::Listed(_) => {
            json!({"type": "string", "minLength": least, "maxLength": 64})
        }
        Kind::Cells => {
            json!({"type": "object", "maxProperties": 60, "additionalProperties": {"type": "string", "maxLength": 1000}})
        }
    };
    if field.key == list::LIMIT.key {
        schema["minimum"] = 1.into();
        schema["default"] = list::USUAL.into();
    }
    schema["title"] = field.label.into();
    if least == 0
        && let Some(schema) = schema.as_object_mut()
    {
        schema.remove("minLength"); // an empty text counts as not given
    }
    let said = said(field);
    if !said.is_empty() {
        schema["description"] = said.into();
    }
    schema
}

/// What is said of a field besides its label: the hint, and what its codes mean.
pub(super) fn said(field: &Field) -> String {
    let list = match field.kind {
        Kind::Choice(list) | Kind::Several(list) => list,
        _ => &[],
    };
    let money = if matches!(field.kind, Kind::Fen(_)) { "单位：分" } else { "" };
    let meanings: Vec<String> = list.iter().map(|(code, name)| format!("{code} {name}")).collect();
    [field.hint.to_owned(), money.to_owned(), meanings.join("；")]
        .into_iter()
        .filter(|s| !s.is_empty())
        .collect::<Vec<_>>()
        .join("。")
}

fn codes(list: &[(&'static str, &'static str)]) -> Vec<&'static str> {
    list.iter().map(|(code, _)| *code).collect()
}
