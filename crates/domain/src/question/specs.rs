//! The commands about questions as people see them.
//! Must never know: what a command does.

use super::{TO_ANSWER, TO_CLOSE, TO_WITHDRAW, UNITS};
use crate::{
    command::{Kind, Spec, may, must},
    kernel::Role::{self, City, District, OfficeHead, OfficeWorker, Prison},
};

const EVERYBODY: &[Role] = &[City, District, OfficeHead, OfficeWorker, Prison];

pub(super) const COMMANDS: &[Spec] = &[
    Spec {
        name: "ask",
        title: "提出咨询",
        help: "向看得到这份档案的另一个单位提问，对方会有一项待办。问题和答复留在档案里，看得到档案的单位都能看到。",
        who: EVERYBODY,
        answers: false,
        fields: &[
            must("to", "问哪个单位", Kind::Listed(UNITS), ""),
            must("text", "问题", Kind::LongText(500), "一次问一件事，写明需要对方做什么"),
        ],
    },
    Spec {
        name: "answer-question",
        title: "答复咨询",
        help: "答复别的单位对这份档案提出的问题。监所来函答复的，由司法局代录并填文号。",
        who: EVERYBODY,
        answers: false,
        fields: &[
            must("id", "哪一个问题", Kind::Listed(TO_ANSWER), ""),
            must("text", "答复", Kind::LongText(1000), ""),
            may("letter_no", "监所来函文号", Kind::Text(60), "只在代监所录入时填写"),
        ],
    },
    Spec {
        name: "withdraw-question",
        title: "撤回咨询",
        help: "不用再问了，或对方已看不到这份档案时撤回。已经答复的不用撤回。",
        who: EVERYBODY,
        answers: false,
        fields: &[
            must("id", "哪一个问题", Kind::Listed(TO_WITHDRAW), ""),
            may("reason", "原因", Kind::Text(200), ""),
        ],
    },
    Spec {
        name: "close-question",
        title: "看过答复",
        help: "答复看过了，从待办里去掉。问题和答复仍留在档案里。",
        who: EVERYBODY,
        answers: false,
        fields: &[must("id", "哪一个问题", Kind::Listed(TO_CLOSE), "")],
    },
];
