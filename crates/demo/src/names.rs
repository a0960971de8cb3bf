//! Names of people who do not exist: common surnames by weight, and syllables of given names. Written for
//! this project from general knowledge; any likeness to a living person is chance.
//! Must never know: who bears a name.

use crate::dice::Dice;
use std::collections::HashSet;

const SURNAMES: &[(usize, &str)] = &[
    (100, "陈"),
    (70, "李"),
    (62, "黄"),
    (52, "梁"),
    (48, "林"),
    (45, "张"),
    (40, "刘"),
    (36, "吴"),
    (33, "何"),
    (30, "罗"),
    (28, "王"),
    (26, "杨"),
    (24, "谢"),
    (22, "邓"),
    (22, "叶"),
    (20, "冯"),
    (20, "周"),
    (19, "郑"),
    (18, "曾"),
    (18, "朱"),
    (17, "钟"),
    (16, "廖"),
    (15, "温"),
    (14, "谭"),
    (14, "徐"),
    (13, "潘"),
    (12, "郭"),
    (12, "卢"),
    (12, "苏"),
    (11, "蔡"),
    (11, "孔"),
    (10, "麦"),
    (10, "邝"),
    (10, "区"),
    (9, "霍"),
    (9, "招"),
    (8, "简"),
    (8, "莫"),
    (8, "关"),
    (7, "利"),
    (6, "植"),
    (6, "湛"),
    (5, "冼"),
    (5, "欧阳"),
    (4, "司徒"),
    (4, "岑"),
    (4, "阮"),
    (3, "甘"),
];
const MALE: &[&str] = &[
    "伟", "强", "志", "明", "国", "建", "华", "文", "杰", "锋", "辉", "勇", "俊", "浩", "荣", "添", "炳",
    "耀", "坤", "昌", "柱", "权", "海", "健", "豪", "斌", "泽", "鸿", "庆", "达", "成", "森", "锦", "祥",
    "威", "龙",
];
const FEMALE: &[&str] = &[
    "丽", "芳", "燕", "玲", "娟", "美", "霞", "敏", "婷", "雪", "静", "惠", "秀", "珍", "兰", "欣", "怡",
    "莲", "容", "洁", "倩", "彩", "仪", "月", "琼", "妹", "凤", "琴", "嘉", "韵",
];
const MIDDLE: &[&str] =
    &["", "", "家", "永", "少", "子", "锦", "伟", "国", "志", "秋", "春", "金", "小", "嘉", "广", "景", "晓"];

/// Gives names, each once as far as the tables reach.
#[derive(Default)]
pub(crate) struct Names {
    given: HashSet<String>,
}

impl Names {
    /// A name that was not given before; after many tries a repeated one, as in life.
    pub(crate) fn one(&mut self, dice: &mut Dice, male: bool) -> String {
        let mut name = String::new();
        for _ in 0..40 {
            let last = dice.pick(if male { MALE } else { FEMALE });
            let middle = dice.pick(MIDDLE);
            if middle == last {
                continue;
            }
            name = format!("{}{middle}{last}", dice.weighted(SURNAMES));
            if self.given.insert(name.clone()) {
                break;
            }
        }
        name
    }
}

/// A relative of the same surname or another one.
pub(crate) fn relative(dice: &mut Dice, of: &str) -> (String, &'static str) {
    let (relation, own_surname, male) = *dice.pick(&[
        ("父亲", true, true),
        ("母亲", false, false),
        ("妻子", false, false),
        ("哥哥", true, true),
        ("姐姐", true, false),
        ("弟弟", true, true),
        ("妹妹", true, false),
        ("儿子", true, true),
    ]);
    let surname = match own_surname {
        true => SURNAMES.iter().map(|(_, s)| *s).find(|s| of.starts_with(s)).unwrap_or("陈"),
        false => dice.weighted(SURNAMES),
    };
    let given = dice.pick(if male { MALE } else { FEMALE });
    (format!("{surname}{}{given}", dice.pick(&["", "桂", "瑞", "素", "卓"])), relation)
}

/// A number nobody can be called at: 160 and 161 were never given to subscribers.
pub(crate) fn phone(dice: &mut Dice) -> String {
    format!("16{}0000{:04}", dice.below(2), dice.below(10_000))
}
