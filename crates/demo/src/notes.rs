//! What a worker writes after a visit, put together from parts so that no two notes are the same.
//! Must never know: who is visited.

use crate::dice::Dice;
use std::collections::HashSet;

const MET: &[&str] = &[
    "见到本人，精神状态较好，主动倒水让座",
    "本人在家，刚起床，说昨晚上夜班",
    "本人正在做饭，边做边聊，情绪平稳",
    "本人话不多，问一句答一句，但愿意配合",
    "本人在楼下等候，主动介绍近况",
    "本人看上去比上次胖了些，说睡得好",
    "本人刚下班回来，身上还穿着工服",
    "本人正在修理电动车，停下来谈了一会",
    "本人热情，请到屋里坐，谈了约半小时",
    "本人略显疲惫，说最近加班多",
];
const CALLED: &[&str] = &[
    "电话接通，本人声音清楚，背景像在车间",
    "本人午休时接听电话，说话轻松",
    "第二次拨打才接通，本人说之前手机没电",
    "视频可见本人在住处，房间整洁",
    "本人主动回拨电话，说刚才在忙",
    "通话约十分钟，本人逐项回答",
];
const WORK: &[&str] = &[
    "工作稳定，上月到手{}元",
    "仍在原单位上班，包吃住，每月能存{}元",
    "老板对他评价不错，下月起加{}元",
    "最近订单少，上月只拿到{}元",
    "做零工，多的时候一天{}元",
    "已过试用期，工资{}元，按时发放",
    "摆档收入不稳定，除开支上月剩{}元",
    "跟车送货，早出晚归，月收入约{}元",
];
const IDLE: &[&str] = &[
    "还没有找到工作，投了{}家都没有回音",
    "面试过{}次，因年龄偏大没有被录用",
    "暂时在家帮忙，家人每月给他{}元零用",
    "想学一门手艺，打听过{}个培训班",
    "靠亲友接济，上月借了{}元",
    "打算先做散工，已联系{}个同乡",
];
const HOME: &[&str] = &[
    "与家人相处融洽，晚上一起吃饭",
    "与父亲偶有争执，母亲从中调和",
    "家里刚换了新床，本人自己粉刷了墙",
    "房租按时交，房东没有意见",
    "孩子成绩有进步，本人很高兴",
    "妻子怀孕，一家人都在准备",
    "母亲住院，本人每天送饭",
    "邻里关系正常，帮楼上搬过家具",
    "屋里漏水，已报居委会协调维修",
    "家人说他按时回家，不再打牌",
    "与哥哥商量分担老人药费",
    "独自生活，说周末会去看姐姐",
];
const BODY: &[&str] = &[
    "血压按时量，药还有{}天",
    "腰伤复发过，贴了{}天膏药",
    "身体无碍，说每天走{}步",
    "牙疼，约了{}天后看牙",
    "睡眠一般，夜里醒{}次",
    "戒烟第{}天，咳嗽少了",
    "体检过，{}项指标正常",
];
const MIND: &[&str] = &[
    "心态平和，说要对得起家人",
    "有些自卑，怕熟人问起从前，已劝导",
    "对将来有打算，想攒钱开小店",
    "情绪比上次好，会主动开玩笑",
    "说很少与过去的朋友来往",
    "对邻居议论有些在意，表示慢慢会好",
    "说晚上看书学手机维修",
    "提到受害方，表示会继续还赔偿款",
];
const DONE: &[&str] = &[
    "告知社区招聘会时间",
    "送去街道就业服务的宣传单",
    "提醒按时参保",
    "讲解了临时救助的申请办法",
    "留下社工电话",
    "提醒注意用电安全",
    "约好有事随时打电话",
    "帮助查询了公交优惠办理地点",
    "讲了劳动合同要注意的几点",
    "鼓励其参加社区志愿活动",
];
const FAMILY: &[&str] = &[
    "本人上班未归，家属接待，说他每天{}点左右回来",
    "见到家属，说本人去外地送货，{}天后回来",
    "家属说本人近来按时作息，每月交家用{}元",
    "家属反映本人脾气好了很多，最近{}天都在家帮忙",
];
const ABSENT: &[&str] = &[
    "敲门{}次无人应答，留下联系卡",
    "门锁着，邻居说{}天没看见人，可能上班",
    "家中无人，等了{}分钟后离开",
    "电话响{}声无人接听，改日再联系",
];
const DECLINED: &[&str] = &[
    "本人在电话里说不想被打扰，尊重其意愿，{}天后再问候",
    "本人隔门说一切都好，不愿多谈，前后约{}分钟",
    "本人表示近来忙，不方便见面，说{}周后再说",
];
const ODD: &[&str] = &[
    "本人情绪低落，说活着没意思",
    "发现本人手上有新伤，不愿说原因",
    "家门口有人上门讨债，本人很紧张",
    "本人称与人发生冲突，扬言要去找对方说理",
    "本人断药多日，自言自语",
];

/// Notes that were written, so that none is written twice.
#[derive(Default)]
pub(crate) struct Notes {
    written: HashSet<String>,
}

impl Notes {
    /// A note for a visit of that way and result.
    pub(crate) fn one(
        &mut self,
        dice: &mut Dice,
        way: &str,
        result: &str,
        placed: bool,
        odd: bool,
    ) -> String {
        for _ in 0..200 {
            let note = compose(dice, way, result, placed, odd);
            if self.written.insert(note.clone()) {
                return note;
            }
        }
        let note =
            format!("{}（第{}次记录）", compose(dice, way, result, placed, odd), self.written.len() + 1);
        self.written.insert(note.clone());
        note
    }
}

fn compose(dice: &mut Dice, way: &str, result: &str, placed: bool, odd: bool) -> String {
    let mut parts = match result {
        "absent" => vec![counted(dice, ABSENT, 2, 40)],
        "declined" => vec![counted(dice, DECLINED, 2, 20)],
        "family" => vec![counted(dice, FAMILY, 5, 9), (*dice.pick(HOME)).to_owned()],
        _ => vec![(*dice.pick(if matches!(way, "phone" | "video") { CALLED } else { MET })).to_owned()],
    };
    if odd {
        parts.push((*dice.pick(ODD)).to_owned());
    }
    if result == "met" {
        parts.push(match placed {
            true => money(dice),
            false => counted(dice, IDLE, 2, 9),
        });
    }
    if matches!(result, "met" | "family") {
        let mut more =
            [(*dice.pick(HOME)).to_owned(), counted(dice, BODY, 2, 30), (*dice.pick(MIND)).to_owned()];
        let (a, b) = (dice.below(3), dice.below(3));
        more.swap(a, b);
        parts.extend(more.into_iter().take(1 + dice.below(3)).filter(|m| !m.is_empty()));
    } else {
        parts.push(format!("时间为{}时{:02}分", dice.between(9, 18), dice.below(60)));
    }
    if dice.chance(60) {
        parts.push((*dice.pick(DONE)).to_owned());
    }
    parts.dedup();
    format!("{}。", parts.join("；"))
}

fn counted(dice: &mut Dice, list: &[&str], low: i32, high: i32) -> String {
    let number = dice.between(low, high).to_string();
    dice.pick(list).replace("{}", &number)
}

fn money(dice: &mut Dice) -> String {
    let text = *dice.pick(WORK);
    let amount = match text {
        t if t.contains("一天") => dice.between(14, 32) * 10,
        t if t.contains("加{}") || t.contains("能存") || t.contains("剩") => dice.between(3, 28) * 100,
        _ => dice.between(26, 72) * 100,
    };
    text.replace("{}", &amount.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_thousand_notes_are_all_different() {
        let (mut notes, mut dice) = (Notes::default(), Dice::new(11));
        let mut seen = HashSet::new();
        for n in 0..10_000 {
            let way = *dice.pick(&["home", "phone", "office"]);
            let result = *dice.pick(&["met", "met", "met", "family", "absent", "declined"]);
            let note = notes.one(&mut dice, way, result, n % 3 > 0, n % 50 == 0);
            assert!(!note.contains("{}") && note.chars().count() <= 200, "{note}");
            assert!(seen.insert(note));
        }
    }

    #[test]
    fn there_are_more_than_forty_parts() {
        let parts = [MET, CALLED, WORK, IDLE, HOME, BODY, MIND, DONE, FAMILY, ABSENT, DECLINED, ODD];
        assert!(parts.iter().map(|p| p.len()).sum::<usize>() > 40);
    }
}
