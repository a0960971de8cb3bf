#!/usr/bin/env python3
# -*- coding: utf-8 -*-
"""服刑人员(拟刑满释放)名册模拟数据生成器 / synthetic prison roster generator.

ALL PERSONS ARE SYNTHETIC. 所有人员均为随机生成的虚构人员：姓名、证件号、电话、地址
由种子随机数组合而成，与任何真实个人无关；如有雷同纯属巧合，不得用于查询真实人员。

Python 3.11, standard library only, deterministic for a given seed.

  python3 generate_roster.py --n 13271 --seed 2017 --out out/full
  python3 generate_roster.py --n 200 --seed 7 --out out/small --layout prison --split

Output in --out:
  roster.csv        UTF-8 with BOM, Chinese headers (plain layout: header in line 1;
                    prison layout: title line, unit line, header, rows, notes)
  roster.xlsx       the same rows (prison layout: merged title, two-level header)
  prison_NN.xlsx    with --split: one workbook per prison, as prisons would send them
  gold.csv          one line per roster row: true person id, true values, true street
                    office code, how the street can be resolved, injected defects
  gold_persons.csv  one line per distinct person, rows that belong to the person
  manifest.json     arguments, row counts, defect counts, SHA-256 of every file

--n is the number of DISTINCT persons; duplicated rows come on top (--dup-rate).
Use --rows-exact to make the number of rows equal --n (duplicates included).
Dirt is controlled with --dirt (scale, 0 = clean, 1 = default) and --rate NAME=PROB.
"""
import argparse
import csv
import datetime as dt
import hashlib
import io
import json
import os
import random
import re
import sys
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
PRODUCT_DATA = os.path.normpath(os.path.join(HERE, '..', '..', 'data'))  # the tables the product itself uses
OWN_DATA = os.path.join(HERE, 'data')  # names, offences and script tables only needed here

HEADERS = ['序号', '姓名', '曾用名', '性别', '出生日期', '公民身份号码', '民族', '文化程度',
           '婚姻状况', '政治面貌', '户籍地址', '户籍地区划代码', '居住地址', '捕前职业', '罪名',
           '原判刑期', '刑期起日', '刑期止日', '剥夺政治权利', '财产刑', '是否累犯', '前科次数',
           '收押监所', '监狱编号', '家属姓名', '家属关系', '家属电话', '是否三无', '健康状况',
           '残疾情况', '是否吸毒史', '未成年子女情况', '技能证书', '危险性评估', '备注']
COL = {h: i for i, h in enumerate(HEADERS)}

# probability of each defect per row at --dirt 1
RATES = {
    'id_checksum': .012, 'id_transpose': .006, 'id_15_digit': .02, 'id_lower_x': .25,
    'id_letter_o': .006, 'id_fullwidth': .008, 'id_spaces': .010, 'id_missing': .010,
    'id_scientific': .004, 'id_other_person': .001,
    'birth_mismatch': .008, 'birth_format': .15, 'sex_mismatch': .003,
    'swap_columns': .006, 'name_space': .02, 'name_homophone': .008,
    'name_traditional': .010, 'name_alias_swapped': .004, 'name_rare_placeholder': .002,
    'addr_old_district': .06, 'addr_old_city': .25, 'addr_moved_town': .35,
    'addr_missing_street': .05, 'addr_village_only': .05, 'addr_missing_district': .02,
    'addr_missing_prefix': .15, 'addr_jie_abbrev': .35, 'addr_traditional': .012,
    'addr_typo': .015, 'addr_fullwidth': .02, 'addr_spaces': .02, 'addr_empty': .008,
    'addr_same_as_above': .03, 'code_old': .05, 'code_missing': .04, 'code_wrong': .004,
    'term_format': .30, 'date_format': .18, 'date_serial': .01, 'release_before_start': .003,
    'release_year_typo': .004, 'release_not_sum': .012, 'release_missing': .004,
    'offence_short': .10, 'offence_multi': .08, 'ethnic_short': .12, 'phone_bad': .02,
    'phone_missing': .08, 'sanwu_contradiction': .005, 'prison_short_name': .12,
    'edu_variant': .12, 'trailing_space': .02,
}

HOMO = ['伟维玮炜', '志智致', '明铭鸣', '华桦骅', '建健剑', '军君钧', '文雯纹', '辉晖徽', '俊峻骏', '杰捷',
        '丽莉俐', '英瑛', '静靖婧', '芳方', '燕艳雁', '玲铃灵', '平萍屏', '东冬', '洪红宏鸿', '林霖琳',
        '永勇泳', '清青卿', '荣容蓉', '生胜升', '良梁', '斌彬滨', '峰锋丰枫', '新欣鑫馨', '国帼', '海', '章张',
        '余于俞', '付傅', '江姜', '肖萧', '闫阎', '邱丘', '代戴', '覃秦', '钟仲', '朱诸', '许徐', '强墙',
        '涛焘', '浩皓', '凯恺', '兰岚', '珍真', '娟涓', '桂贵', '金锦', '秀绣', '权泉', '坚艰', '超抄']
ADDR_TYPO = {'滘': '窖', '漖': '窖', '塱': '朗', '埔': '浦', '涌': '冲', '陂': '坡', '冼': '洗', '濠': '豪',
             '坭': '泥', '鳌': '敖', '碁': '基', '榄': '揽', '狮': '师', '洲': '州', '岗': '冈', '榕': '容',
             '猎': '腊', '逢': '逄', '幢': '撞', '珠': '朱', '沥': '历', '溪': '西', '桥': '侨', '棠': '堂',
             '黄': '皇', '龙': '尤', '新': '兴', '同': '桐', '石': '右', '京': '荆', '景': '竟', '花': '华'}
RARE = ['㛃', '㑇', '䶮', '𬭎', '𬴊', '𫖯', '𬍛', '𣸣', '𨐈', '㬎']
MINOR_NAMES = {'维吾尔族': (['阿卜杜拉', '买买提', '艾力', '吐尔逊', '古丽娜尔', '阿依古丽', '热合曼'],
                            ['艾合买提', '依明', '卡德尔', '玉素甫', '斯马义']),
               '哈萨克族': (['叶尔兰', '巴合提', '努尔兰', '阿依努尔'], ['别克', '哈森', '吐尔汗']),
               '藏族': (['扎西', '次仁', '旦增', '卓玛', '格桑'], ['顿珠', '平措', '央金', '罗布']),
               '彝族': (['阿木', '吉克', '沙马', '阿牛'], ['拉铁', '尔日', '木呷', '阿依'])}
ROADS = ['中山', '解放', '人民', '建设', '新华', '东风', '环市', '和平', '文明', '朝阳', '工业', '教育',
         '兴华', '振兴', '石岗', '龙溪', '沙涌', '广园', '黄石', '云苑', '江南', '东华', '西华', '富力',
         '迎宾', '康王', '花城', '站前', '府前', '青年', '前进', '光明', '长堤', '南华', '怡乐', '宝岗']
ROAD_SUF = ['路', '大道', '一路', '二路', '中路', '南路', '北路', '大街', '一巷', '二巷', '横街', '直街', '新村']
FORMER = {  # current street names that used to be under a merged district
    '东山区': ('440104', '东山 农林 梅花村 黄花岗 华乐 大塘 珠光 大东 白云 建设 登峰'.split()),
    '芳村区': ('440103', '白鹤洞 冲口 花地 石围塘 茶滘 东漖 海龙 东沙 中南'.split()),
    '萝岗区': ('440112', '萝岗 夏港 联和 永和 长岭 九佛 龙湖 新龙'.split()),
}
OLD_CITY = {'440117': ['从化市', '从化县'], '440118': ['增城市', '增城县'],
            '440113': ['番禺市', '番禺县'], '440114': ['花都市', '花县']}
MOVED = {'440115': ('番禺区', '东涌 大岗 榄核 横沥 万顷沙 黄阁'.split())}
DIGITS_CN = '零一二三四五六七八九'
W18 = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]


def check_char(d17):
    return '10X98765432'[sum(int(c) * w for c, w in zip(d17, W18)) % 11]


def cn_num(n):
    if n <= 10:
        return '十' if n == 10 else DIGITS_CN[n]
    t, o = divmod(n, 10)
    return ('' if t == 1 else DIGITS_CN[t]) + '十' + (DIGITS_CN[o] if o else '')


def add_months(d, m):
    y, mo = divmod(d.year * 12 + d.month - 1 + m, 12)
    mo += 1
    last = (dt.date(y + (mo == 12), mo % 12 + 1, 1) - dt.timedelta(1)).day
    return dt.date(y, mo, min(d.day, last))


def full(s):
    return ''.join(chr(ord(c) + 0xFEE0) if '!' <= c <= '~' else c for c in s)


class Data:
    def __init__(self, base):
        def rd(fn):
            own = os.path.join(OWN_DATA, fn)
            with open(own if os.path.exists(own) else os.path.join(base, fn), encoding='utf-8', newline='') as f:
                return list(csv.DictReader(f))
        div = rd('divisions.csv')
        self.counties = {r['code']: r for r in div if r['level'] == '3' and r['status'] == 'current'}
        self.gz = sorted(c for c in self.counties if c.startswith('4401'))
        self.streets = [r for r in div if r['level'] == '4' and r['status'] == 'current']
        self.by_county = {}
        for r in self.streets:
            self.by_county.setdefault(r['parent_code'], []).append(r)
        self.vill = {}
        for r in rd('villages_guangzhou.csv'):
            self.vill.setdefault(r['street_code'], []).append(r)
        self.vcount = {}
        for rows in self.vill.values():
            for r in rows:
                k = (r['county_code'], r['short_name'])
                self.vcount[k] = self.vcount.get(k, 0) + 1
        # codes that a county has carried on identity cards: (from, to, code)
        self.old_codes = {}
        for r in div:
            if r['level'] == '3' and r['first_year']:
                succ = r['successor_codes'].split(';') if r['successor_codes'] else (
                    [r['code']] if r['status'] == 'current' else [])
                if len(succ) == 1 and succ[0] in self.counties:
                    self.old_codes.setdefault(succ[0], []).append(
                        (int(r['first_year']), int(r['last_year'] or 9999), r['code'], r['name']))
        sn = rd('surname_frequency.csv')
        self.sn = ([r['surname'] for r in sn], [int(r['relative_frequency']) for r in sn])
        gc = rd('given_name_char_frequency.csv')[:900]
        self.gm = ([r['char'] for r in gc], [int(r['male_count']) for r in gc])
        self.gf = ([r['char'] for r in gc], [int(r['female_count']) for r in gc])
        off = [r for r in rd('offence.csv') if int(r['synthetic_weight'])]
        self.off = ([r['name'] for r in off], [int(r['synthetic_weight']) for r in off])
        self.alias = {}
        for r in rd('offence_alias.csv'):
            if r['canonical_name']:
                self.alias.setdefault(r['canonical_name'], []).append(r['alias'])
        self.s2t = {r['simplified']: r['traditional'] for r in rd('simplified_traditional.csv')}
        self.prisons = [r['name'] for r in rd('organisations.csv')
                        if r['type'] in ('监狱', '未成年犯管教所') and r['in_letter'] == '是']
        self.homo = {}
        for g in HOMO:
            for c in g:
                self.homo[c] = [x for x in g if x != c]


class Gen:
    def __init__(self, data, seed, dirt, rates, today):
        self.d, self.r, self.today = data, random.Random(seed), today
        self.rates = {k: min(1.0, v * dirt) for k, v in RATES.items()}
        self.rates.update(rates)
        self.used = set()
        self.scale = min(1.0, dirt)

    def hit(self, k):
        return self.r.random() < self.rates[k]

    def pick(self, pair):
        return self.r.choices(pair[0], pair[1])[0]

    # ---- clean person -------------------------------------------------
    def name(self, sex, eth):
        r = self.r
        if eth in MINOR_NAMES:
            a, b = MINOR_NAMES[eth]
            return r.choice(a) + ('·' + r.choice(b) if eth in ('维吾尔族', '哈萨克族') else r.choice(b))
        s = self.pick(self.d.sn)
        g = self.d.gm if sex == '男' else self.d.gf
        n = self.pick(g) + (self.pick(g) if r.random() < .82 else '')
        if r.random() < .004:
            n = n[:-1] + r.choice(RARE)
        return s + n

    def place(self, out_ok=True):
        """-> (county row, street row or None, village row or None, area)"""
        r = self.r.random()
        if not out_ok or r < .93:
            c = self.r.choice(self.d.gz)
            st = self.r.choice(self.d.by_county[c])
            v = self.r.choice(self.d.vill[st['code']]) if self.d.vill.get(st['code']) else None
            return self.d.counties[c], st, v, '广州'
        if r < .97:
            st = self.r.choice([s for s in self.d.streets if not s['code'].startswith('4401')])
            return self.d.counties.get(st['parent_code']), st, None, '省内'
        c = self.r.choice(sorted(self.d.counties))
        while c.startswith('44'):
            c = self.r.choice(sorted(self.d.counties))
        return self.d.counties[c], None, None, '省外'

    def addr(self, pl):
        """address parts: prefix(province+city), county, street, village, tail"""
        c, st, v, area = pl
        r = self.r
        no = str(r.randint(1, 320)) + '号'
        if r.random() < .6:
            no += (str(r.randint(1, 12)) + '栋' if r.random() < .3 else '') + str(r.randint(1, 32)) + '%02d' % r.randint(1, 8) + r.choice(['房', '室', ''])
        if area == '省外' or c is None:
            full_ = c['full_name'] if c else st['full_name']
            cn = c['name'] if c else ''
            pre = full_[:-len(cn)] if cn else re.sub(re.escape(st['name']) + '$', '', full_)
            return [pre, cn, st['name'] if st else r.choice(['城关镇', '中心镇', '东风街道', '红旗乡', '新民镇']), '', r.choice(ROADS) + r.choice(ROAD_SUF) + no]
        pre = c['full_name'][:-len(c['name'])]
        if v and v['kind'] == '村委会' and r.random() < .7:
            return [pre, c['name'], st['name'], v['short_name'] + '村', r.choice(['', r.choice(ROADS) + r.choice(['街', '巷', '路']), cn_num(r.randint(1, 12)) + '社', cn_num(r.randint(1, 12)) + '队']) + no]
        vill = v['short_name'] + '社区' if v and r.random() < .55 else ''
        return [pre, c['name'], st['name'], vill, r.choice(ROADS) + r.choice(ROAD_SUF) + no]

    def person(self, pid):
        r, d = self.r, self.d
        sex = '女' if r.random() < .07 else '男'
        eth = r.choices(['汉族', '壮族', '瑶族', '苗族', '土家族', '维吾尔族', '彝族', '回族', '满族', '侗族', '藏族', '哈萨克族', '布依族'],
                        [930, 18, 5, 8, 7, 9, 5, 4, 3, 3, 2, 2, 3])[0]
        age = min(82, max(18, int(r.gauss(38, 11))))
        release = self.today + dt.timedelta(days=r.randint(-120, 420))
        birth = release - dt.timedelta(days=age * 365 + r.randint(0, 364))
        hu = self.place()
        same = r.random() < .72
        live = hu if same and hu[3] == '广州' else self.place(out_ok=False)
        # the code printed in the number: that of the county when the number was first issued
        y = birth.year if birth.year >= 1999 else min(1999, max(1985, birth.year + 16))
        cc = hu[0]['code'] if hu[0] else hu[1]['parent_code']
        opts = [o for o in d.old_codes.get(cc, []) if o[0] <= y <= o[1]]
        idc = r.choice(opts)[2] if opts else cc
        while True:
            seq = r.randint(1, 998)
            if (seq % 2 == 1) != (sex == '男'):
                continue
            b17 = idc + birth.strftime('%Y%m%d') + '%03d' % seq
            if b17 not in self.used:
                self.used.add(b17)
                break
        months = max(4, int(r.lognormvariate(3.4, .8)))
        months = min(months, 240)
        start = add_months(release, -months)
        offence = self.pick(d.off)
        offs = [offence]
        if self.hit('offence_multi'):
            o2 = self.pick(d.off)
            if o2 != offence:
                offs.append(o2)
        kin = r.choice([('父亲', '男'), ('母亲', '女'), ('妻' if sex == '男' else '夫', '女' if sex == '男' else '男'),
                        ('兄', '男'), ('弟', '男'), ('姐姐', '女'), ('妹妹', '女'), ('子', '男'), ('女', '女')])
        nm = self.name(sex, eth)
        kn = self.name(kin[1], eth)
        if kin[0] in ('父亲', '兄', '弟', '姐姐', '妹妹', '子', '女') and '·' not in nm and r.random() < .9:
            kn = nm[0] + kn[1:]
        sanwu = r.random() < .035
        marital = r.choices(['未婚', '已婚', '离婚', '丧偶', '再婚'], [42, 33, 20, 2, 3])[0]
        kids = r.choices([0, 1, 2, 3], [62, 22, 12, 4])[0] if 22 < age < 62 else 0
        return {
            'pid': pid, '姓名': nm, '曾用名': self.name(sex, '汉族') if r.random() < .06 else '', '性别': sex, 'birth': birth,
            'id': b17 + check_char(b17), '民族': eth,
            '文化程度': r.choices(['文盲', '小学毕业', '小学肄业', '初中毕业', '初中肄业', '普通高中毕业', '中等专科毕业', '大学专科毕业', '大学本科毕业', '硕士研究生毕业'],
                                 [20, 210, 70, 390, 110, 110, 40, 35, 13, 2])[0],
            '婚姻状况': marital, '政治面貌': r.choices(['群众', '中国共产党党员', '中国共产主义青年团团员'], [97, 1, 2])[0],
            'hu': hu, 'live': live, 'hu_addr': self.addr(hu), 'live_addr': None if live is hu else self.addr(live),
            'code': cc, '捕前职业': r.choice(['无业', '务农', '个体经营', '工人', '司机', '保安', '厨师', '建筑工', '快递员', '职员', '学生', '退休']),
            'offs': offs, 'months': months, 'start': start, 'end': release,
            '剥夺政治权利': r.choices(['无', '剥夺政治权利一年', '剥夺政治权利二年', '剥夺政治权利三年', '剥夺政治权利五年'], [86, 6, 4, 2, 2])[0],
            '财产刑': r.choice(['无', '罚金人民币2000元', '罚金人民币5000元', '罚金10000元', '没收个人财产3万元']),
            '是否累犯': '是' if r.random() < .14 else '否', '前科次数': str(r.choices([0, 1, 2, 3, 4], [68, 19, 8, 4, 1])[0]),
            'prison': '广东省女子监狱' if sex == '女' else r.choice([p for p in d.prisons if '女子' not in p and (age <= 22 or '未成年' not in p)]),
            'no': '44%02d%06d' % (r.randint(1, 40), r.randint(1, 999999)),
            'kin': (kn, kin[0], '1' + r.choice('3578') + '%09d' % r.randint(0, 999999999)),
            '是否三无': '是' if sanwu else '否',
            '健康状况': r.choices(['健康或良好', '有慢性病', '心血管病', '糖尿病', '结核病', '神经或精神疾病', '残疾'], [84, 7, 3, 2, 1, 2, 1])[0],
            '残疾情况': r.choices(['无', '肢体残疾三级', '肢体残疾四级', '听力残疾二级', '视力残疾三级', '精神残疾二级', '智力残疾三级'], [965, 8, 8, 5, 5, 5, 4])[0],
            '是否吸毒史': '是' if '毒' in offence or r.random() < .08 else '否',
            '未成年子女情况': '无' if not kids else '%d人，%s' % (kids, r.choice(['由配偶抚养', '由祖父母抚养', '由亲属代管', '寄养', '情况不明', '在读小学', '在读初中'])),
            '技能证书': r.choices(['无', '中式烹调师(初级)', '电工(初级)', '缝纫工(初级)', '叉车证', '汽车维修工(中级)', '园林绿化工(初级)'], [70, 6, 6, 6, 3, 4, 5])[0],
            '危险性评估': r.choices(['低', '中', '高'], [70, 24, 6])[0],
        }

    # ---- rendering with defects --------------------------------------
    def trad(self, s):
        return ''.join(self.d.s2t.get(c, c) for c in s)

    def address(self, parts, pl, dfx, tag):
        """-> text, how the street can be resolved: street|village|district|none"""
        r = self.r
        pre, cn, st, vi, tail = parts
        how = 'street' if st else 'district'
        area = pl[3]
        if area == '广州':
            cc, base = pl[0]['code'], re.sub('(街道|镇)$', '', pl[1]['name'])
            for old, (code, lst) in FORMER.items():
                if cc == code and base in lst and self.hit('addr_old_district'):
                    cn = old
                    dfx.append(tag + 'addr_old_district')
            if cc in OLD_CITY and self.hit('addr_old_city'):
                cn = r.choice(OLD_CITY[cc])
                dfx.append(tag + 'addr_old_city')
            if cc in MOVED and base in MOVED[cc][1] and self.hit('addr_moved_town'):
                cn = MOVED[cc][0]
                dfx.append(tag + 'addr_moved_town')
            if base == '石碁' and r.random() < .5 * self.scale:
                st = '石基镇'
                dfx.append(tag + 'addr_typo')
            if vi and self.hit('addr_village_only'):
                st = ''
                k = (cc, pl[2]['short_name'])
                how = 'village' if self.d.vcount[k] == 1 else 'district'
                dfx.append(tag + 'addr_village_only')
            elif self.hit('addr_missing_street'):
                st = ''
                vi = ''
                how = 'district'
                dfx.append(tag + 'addr_missing_street')
            elif st.endswith('街道') and self.hit('addr_jie_abbrev'):
                st = st[:-1]
                dfx.append(tag + 'addr_jie_abbrev')
            if st and self.hit('addr_missing_district'):
                cn = ''
                dfx.append(tag + 'addr_missing_district')
                if how == 'district':
                    how = 'none'
        if self.hit('addr_missing_prefix'):
            pre = r.choice(['', '广州市', '广州', '广东广州']) if area == '广州' else ''
            dfx.append(tag + 'addr_missing_prefix')
        s = pre + cn + st + vi + tail
        if self.hit('addr_typo'):
            idx = [i for i, c in enumerate(s) if c in ADDR_TYPO and i >= len(pre)]
            if idx:
                i = r.choice(idx)
                s = s[:i] + ADDR_TYPO[s[i]] + s[i + 1:]
                dfx.append(tag + 'addr_typo')
        if self.hit('addr_traditional'):
            s = self.trad(s)
            dfx.append(tag + 'addr_traditional')
        if self.hit('addr_fullwidth'):
            s = full(s)
            dfx.append(tag + 'addr_fullwidth')
        if self.hit('addr_spaces'):
            i = r.randint(1, max(1, len(s) - 1))
            s = s[:i] + r.choice([' ', '　', '\u00a0', '\n']) + s[i:]
            dfx.append(tag + 'addr_spaces')
        if self.hit('addr_empty'):
            s = r.choice(['', '不详', '/', '-', '无'])
            how = 'none'
            dfx.append(tag + 'addr_empty')
        return s, how

    def date(self, d, dfx, tag, k='date_format'):
        if self.hit('date_serial'):
            dfx.append(tag + 'date_serial')
            return str((d - dt.date(1899, 12, 30)).days)
        if self.hit(k):
            dfx.append(tag + k)
            return self.r.choice(['%d/%d/%d' % (d.year, d.month, d.day), '%d.%02d.%02d' % (d.year, d.month, d.day), d.strftime('%Y%m%d'),
                                  '%d年%d月%d日' % (d.year, d.month, d.day), '%d-%d-%d' % (d.year, d.month, d.day), d.strftime('%Y-%m-%d 00:00:00')])
        return d.strftime('%Y-%m-%d')

    def idno(self, p, dfx):
        r, s = self.r, p['id']
        if self.hit('id_missing'):
            dfx.append('id_missing')
            return r.choice(['', '无', '不详', '待查'])
        if self.hit('id_15_digit') and p['birth'].year < 1999:
            dfx.append('id_15_digit')
            return s[:6] + s[8:17]
        if self.hit('id_checksum'):
            c = r.choice([x for x in '0123456789X' if x != s[17]])
            s = s[:17] + c
            dfx.append('id_checksum')
        elif self.hit('id_transpose'):
            i = r.randint(6, 15)
            t = s[:i] + s[i + 1] + s[i] + s[i + 2:]
            if t != s:
                s = t
                dfx.append('id_transpose')
        elif self.hit('id_scientific'):
            dfx.append('id_scientific')
            return '%.5E' % int(s[:17] + '0')
        if s.endswith('X') and self.hit('id_lower_x'):
            s = s[:17] + 'x'
            dfx.append('id_lower_x')
        if '0' in s and self.hit('id_letter_o'):
            i = r.choice([i for i, c in enumerate(s) if c == '0'])
            s = s[:i] + r.choice('Oo') + s[i + 1:]
            dfx.append('id_letter_o')
        if self.hit('id_fullwidth'):
            s = full(s)
            dfx.append('id_fullwidth')
        if self.hit('id_spaces'):
            s = r.choice([s[:6] + ' ' + s[6:14] + ' ' + s[14:], ' ' + s, s + '\t', "'" + s])
            dfx.append('id_spaces')
        return s

    def term(self, m, dfx):
        y, mo = divmod(m, 12)
        cn = '有期徒刑' + (cn_num(y) + '年' if y else '') + (cn_num(mo) + '个月' if mo else '')
        if m <= 6:
            cn = '拘役' + cn_num(m) + '个月'
        if self.hit('term_format'):
            dfx.append('term_format')
            return self.r.choice(['%d年%d个月' % (y, mo) if mo else '%d年' % y, '%d个月' % m, '%02d_%02d_00' % (y, mo),
                                  '%.1f年' % (m / 12), cn.replace('有期徒刑', ''), '%d年%d月0天' % (y, mo), cn.replace('一', '壹').replace('二', '贰').replace('三', '叁')])
        return cn

    def row(self, p, first=True):
        r, d, dfx = self.r, self.d, []
        v = dict.fromkeys(HEADERS, '')
        nm = p['姓名']
        if self.hit('name_homophone'):
            idx = [i for i, c in enumerate(nm) if d.homo.get(c)]
            if idx:
                i = r.choice(idx)
                nm = nm[:i] + r.choice(d.homo[nm[i]]) + nm[i + 1:]
                dfx.append('name_homophone')
        if self.hit('name_traditional') and self.trad(nm) != nm:
            nm = self.trad(nm)
            dfx.append('name_traditional')
        if any(c in RARE for c in nm) and r.random() < .4 * self.scale:
            nm = ''.join(r.choice(['?', '*', '〇', '(jie)']) if c in RARE else c for c in nm)
            dfx.append('name_rare_placeholder')
        if '·' in nm and r.random() < .5 * self.scale:
            nm = nm.replace('·', r.choice(['.', '•', '・', '', ' ']))
            dfx.append('name_dot_variant')
        if self.hit('name_space'):
            nm = nm[0] + r.choice([' ', '　']) + nm[1:] if len(nm) == 2 else nm + ' '
            dfx.append('name_space')
        v['姓名'], v['曾用名'] = nm, p['曾用名']
        if v['曾用名'] and r.random() < .1 * self.scale:
            v['姓名'], v['曾用名'] = v['曾用名'], nm
            dfx.append('name_alias_swapped')
        v['性别'] = p['性别']
        if self.hit('sex_mismatch'):
            v['性别'] = '女' if p['性别'] == '男' else '男'
            dfx.append('sex_mismatch')
        b = p['birth']
        if self.hit('birth_mismatch'):
            b = b + dt.timedelta(days=r.choice([-365, 365, 1, -1, 10, 30, 3650]))
            dfx.append('birth_mismatch')
        v['出生日期'] = self.date(b, dfx, '', 'birth_format')
        v['公民身份号码'] = self.idno(p, dfx)
        v['民族'] = p['民族']
        if self.hit('ethnic_short'):
            v['民族'] = p['民族'][:-1]
            dfx.append('ethnic_short')
        v['文化程度'] = p['文化程度']
        if self.hit('edu_variant'):
            e = p['文化程度']
            v['文化程度'] = ('初中' if '初中' in e else '小学' if '小学' in e else '高中' if '高中' in e else '中专' if '中等' in e else
                         '大专' if '专科' in e else '本科' if '本科' in e else '研究生' if '研究生' in e else '半文盲')
            dfx.append('edu_variant')
        v['婚姻状况'], v['政治面貌'], v['捕前职业'] = p['婚姻状况'], p['政治面貌'], p['捕前职业']
        v['户籍地址'], how_h = self.address(p['hu_addr'], p['hu'], dfx, 'hu.')
        la = p['live_addr']
        if la is None:
            if self.hit('addr_same_as_above'):
                v['居住地址'], how_l = r.choice(['同上', '同户籍地址', '同户籍']), how_h
                dfx.append('live.addr_same_as_above')
            else:
                v['居住地址'], how_l = self.address(p['hu_addr'], p['hu'], dfx, 'live.')
        else:
            v['居住地址'], how_l = self.address(la, p['live'], dfx, 'live.')
        code = p['code']
        if self.hit('code_old'):
            o = [x for x in d.old_codes.get(code, []) if x[2] != code]
            if o:
                code = r.choice(o)[2]
                dfx.append('code_old')
        elif self.hit('code_missing'):
            code = ''
            dfx.append('code_missing')
        elif self.hit('code_wrong'):
            code = '%06d' % r.randint(100000, 999999)
            dfx.append('code_wrong')
        v['户籍地区划代码'] = code
        offs = list(p['offs'])
        if self.hit('offence_short'):
            offs = [r.choice(d.alias[o]) if o in d.alias else (o[:-1] if o.endswith('罪') and r.random() < .7 else o) for o in offs]
            dfx.append('offence_short')
        if len(offs) > 1:
            dfx.append('offence_multi')
        v['罪名'] = r.choice(['、', '，', ';', '/']).join(offs) if len(offs) > 1 else offs[0]
        v['原判刑期'] = self.term(p['months'], dfx)
        s, e = p['start'], p['end']
        if self.hit('release_before_start'):
            s, e = e, s
            dfx.append('release_before_start')
        elif self.hit('release_year_typo'):
            e = add_months(e, 12 * r.choice([-10, 10, 100, -1, 1]))
            dfx.append('release_year_typo')
        elif self.hit('release_not_sum'):
            e = e + dt.timedelta(days=r.choice([-61, -30, 15, 31, 92]))
            dfx.append('release_not_sum')
        v['刑期起日'] = self.date(s, dfx, 'start.')
        if self.hit('release_missing'):
            v['刑期止日'] = ''
            dfx.append('release_missing')
        else:
            v['刑期止日'] = self.date(e, dfx, 'end.')
        for k in ('剥夺政治权利', '财产刑', '是否累犯', '前科次数', '是否三无', '健康状况', '残疾情况', '是否吸毒史', '未成年子女情况', '技能证书', '危险性评估'):
            v[k] = p[k]
        pr = p['prison']
        if self.hit('prison_short_name'):
            pr = pr.replace('广东省', '') if r.random() < .7 else pr.replace('广东省', '省')
            dfx.append('prison_short_name')
        v['收押监所'], v['监狱编号'] = pr, p['no']
        v['家属姓名'], v['家属关系'], v['家属电话'] = p['kin']
        if self.hit('phone_missing'):
            v['家属电话'] = ''
            dfx.append('phone_missing')
        elif self.hit('phone_bad'):
            ph = v['家属电话']
            v['家属电话'] = r.choice([ph[:-1], ph + '0', '020-' + ph[3:], '+86' + ph, ph[:3] + '-' + ph[3:7] + '-' + ph[7:], full(ph), ph + '/' + ph[:-2] + '00', '停机'])
            dfx.append('phone_bad')
        if p['是否三无'] == '是':
            if self.hit('sanwu_contradiction'):
                dfx.append('sanwu_contradiction')
            else:
                v['家属姓名'] = v['家属关系'] = v['家属电话'] = ''
                v['备注'] = '无家可归、无亲可投、无业可就'
        if self.hit('swap_columns'):
            a, b2 = r.choice([('户籍地址', '居住地址'), ('刑期起日', '刑期止日'), ('民族', '文化程度'), ('家属姓名', '家属关系'), ('姓名', '曾用名'), ('罪名', '原判刑期'), ('出生日期', '公民身份号码')])
            if v[a] != v[b2]:
                v[a], v[b2] = v[b2], v[a]
                dfx.append('swap:%s/%s' % (a, b2))
        if self.hit('trailing_space'):
            k = r.choice(HEADERS[1:])
            v[k] += r.choice([' ', '　', '\t', '\r\n'])
            dfx.append('trailing_space:' + k)
        gold = {'person_id': p['pid'], 'true_name': p['姓名'], 'true_id18': p['id'], 'true_sex': p['性别'], 'true_birth': p['birth'].isoformat(),
                'true_release_date': p['end'].isoformat(), 'true_offences': '|'.join(p['offs']),
                'hukou_county_code': p['code'], 'hukou_street_code': p['hu'][1]['code'] if p['hu'][1] else '', 'hukou_resolvable_by': how_h,
                'reside_county_code': p['live'][0]['code'] if p['live'][0] else '', 'true_office_code': p['live'][1]['code'] if p['live'][1] else '',
                'office_resolvable_by': how_l, 'true_prison': p['prison'], 'is_duplicate_row': 0 if first else 1, 'defects': ';'.join(dfx)}
        return v, gold

    def variant(self, p):
        """the same person sent again by another prison (transfer) with changes"""
        r = self.r
        q = dict(p)
        q['no'] = '44%02d%06d' % (r.randint(1, 40), r.randint(1, 999999))
        if p['性别'] == '男':
            q['prison'] = r.choice([x for x in self.d.prisons if '女子' not in x and '未成年' not in x and x != p['prison']])
        if r.random() < .3:
            m = r.choice([1, 2, 3, 6, 8])
            q['end'] = add_months(p['end'], -m)  # sentence reduced
        if r.random() < .25:
            q['婚姻状况'] = r.choice(['离婚', '已婚', '未婚'])
        if r.random() < .3:
            q['kin'] = (p['kin'][0], p['kin'][1], '1' + r.choice('3578') + '%09d' % r.randint(0, 999999999))
        if r.random() < .15 and p['live'] is not p['hu']:
            q['live_addr'] = self.addr(p['live'])
        return q


# ---- writers ---------------------------------------------------------------
def col_name(i):
    s = ''
    i += 1
    while i:
        i, m = divmod(i - 1, 26)
        s = chr(65 + m) + s
    return s


def esc(s):
    s = ''.join(c for c in s if c in '\t\n' or ord(c) >= 32)
    return s.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')


def write_xlsx(path, rows, merges, sheet='Sheet1'):
    """minimal deterministic OOXML workbook, inline strings only"""
    out = ['<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>']
    for i, row in enumerate(rows, 1):
        cells = ''.join('<c r="%s%d" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>' % (col_name(j), i, esc(v))
                        for j, v in enumerate(row) if v != '')
        out.append('<row r="%d">%s</row>' % (i, cells))
    out.append('</sheetData>')
    if merges:
        out.append('<mergeCells count="%d">%s</mergeCells>' % (len(merges), ''.join('<mergeCell ref="%s"/>' % m for m in merges)))
    out.append('</worksheet>')
    parts = [
        ('[Content_Types].xml', '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'),
        ('_rels/.rels', '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>'),
        ('xl/workbook.xml', '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="%s" sheetId="1" r:id="rId1"/></sheets></workbook>' % esc(sheet)),
        ('xl/_rels/workbook.xml.rels', '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'),
        ('xl/worksheets/sheet1.xml', ''.join(out)),
    ]
    with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED) as z:
        for n, t in parts:
            zi = zipfile.ZipInfo(n, (2020, 1, 1, 0, 0, 0))
            zi.compress_type = zipfile.ZIP_DEFLATED
            zi.external_attr = 0o600 << 16
            z.writestr(zi, t)


GROUPS = [('基本情况', '序号', '政治面貌'), ('地址信息', '户籍地址', '居住地址'), ('刑罚情况', '捕前职业', '监狱编号'),
          ('家庭情况', '家属姓名', '是否三无'), ('其他', '健康状况', '备注')]


def sheet_rows(vals, layout, title, today):
    """-> rows, merges, row number (1-based) of the first data row, positions"""
    n = len(HEADERS)
    rows, merges, pos = [], [], []
    if layout == 'plain':
        rows.append(list(HEADERS))
        for v in vals:
            rows.append([v[h] for h in HEADERS])
            pos.append(len(rows))
        return rows, merges, pos
    rows.append([title] + [''] * (n - 1))
    merges.append('A1:%s1' % col_name(n - 1))
    rows.append(['填报单位：' + title.split('拟')[0], '', '', '', '', '', '填报日期：' + today.isoformat(), '', '', '', '【模拟数据，人员均为虚构】'] + [''] * (n - 11))
    top = [''] * n
    for g, a, b in GROUPS:
        top[COL[a]] = g
        merges.append('%s3:%s3' % (col_name(COL[a]), col_name(COL[b])))
    rows.append(top)
    rows.append([h if i % 7 else ' ' + h for i, h in enumerate(HEADERS)])
    for i, v in enumerate(vals, 1):
        if i > 1 and i % 400 == 0:
            rows.append(list(HEADERS))  # header repeated by a page break
        rows.append([v[h] for h in HEADERS])
        pos.append(len(rows))
    rows.append([''] * n)
    rows.append(['合计', str(len(vals)) + '人'] + [''] * (n - 2))
    rows.append(['注：1.本表人员均为随机生成的虚构人员；2.“三无”指无家可归、无亲可投、无业可就。'] + [''] * (n - 1))
    rows.append(['制表人：', '', '审核人：', '', '联系电话：'] + [''] * (n - 5))
    merges.append('A%d:%s%d' % (len(rows) - 1, col_name(n - 1), len(rows) - 1))
    return rows, merges, pos


def main(argv=None):
    ap = argparse.ArgumentParser(description='synthetic roster generator (all persons are fictitious)')
    ap.add_argument('--n', type=int, default=200)
    ap.add_argument('--seed', type=int, default=2017)
    ap.add_argument('--out', default='roster_out')
    ap.add_argument('--data', default=PRODUCT_DATA, help='folder of divisions.csv, villages_guangzhou.csv and organisations.csv')
    ap.add_argument('--dirt', type=float, default=1.0)
    ap.add_argument('--rate', action='append', default=[], metavar='NAME=P')
    ap.add_argument('--dup-rate', type=float, default=.03)
    ap.add_argument('--rows-exact', action='store_true')
    ap.add_argument('--layout', choices=['plain', 'prison'], default='plain')
    ap.add_argument('--split', action='store_true')
    ap.add_argument('--no-xlsx', action='store_true')
    ap.add_argument('--today', default='2018-03-07')
    a = ap.parse_args(argv)
    rates = {}
    for s in a.rate:
        k, p = s.split('=', 1)
        if k not in RATES:
            ap.error('unknown defect %s; known: %s' % (k, ', '.join(sorted(RATES))))
        rates[k] = float(p)
    today = dt.date.fromisoformat(a.today)
    data = Data(a.data)
    g = Gen(data, a.seed, a.dirt, rates, today)
    ndup = round(a.n * a.dup_rate)
    nper = a.n - ndup if a.rows_exact else a.n
    people = [g.person('P%06d' % (i + 1)) for i in range(nper)]
    items = [(p, True) for p in people] + [(g.variant(p), False) for p in g.r.sample(people, min(ndup, nper))]
    if g.hit('id_other_person') or nper > 500:  # a few rows carry a stranger's number
        for _ in range(max(1, int(nper * g.rates['id_other_person'])) if g.rates['id_other_person'] else 0):
            i, j = g.r.randrange(nper), g.r.randrange(nper)
            if i != j:
                q = dict(people[i])
                q['wrong_id'] = people[j]['id']
                items[i] = (q, True)
    g.r.shuffle(items)
    vals, golds = [], []
    for k, (p, first) in enumerate(items, 1):
        v, go = g.row(p, first)
        if 'wrong_id' in p:
            v['公民身份号码'] = p['wrong_id']
            keep = [t for t in go['defects'].split(';') if t and not t.startswith('id_') and t not in (
                'swap:出生日期/公民身份号码', 'trailing_space:公民身份号码')]
            if 'swap:出生日期/公民身份号码' in go['defects']:
                v['出生日期'] = p['birth'].isoformat()
            go['defects'] = ';'.join(keep + ['id_other_person'])
        v['序号'] = str(k)
        go['seq'] = k
        vals.append(v)
        golds.append(go)
    os.makedirs(a.out, exist_ok=True)
    files = []

    def path(fn):
        files.append(fn)
        return os.path.join(a.out, fn)
    title = '广东省监狱系统拟刑满释放广州籍服刑人员信息表（模拟数据）'
    rows, merges, pos = sheet_rows(vals, a.layout, title, today)
    with open(path('roster.csv'), 'w', encoding='utf-8-sig', newline='') as f:
        csv.writer(f, lineterminator='\r\n').writerows(rows)
    if not a.no_xlsx:
        write_xlsx(path('roster.xlsx'), rows, merges, '释放人员名册')
    for go, p in zip(golds, pos):
        go['sheet_row'] = p
        go['split_file'], go['split_row'] = '', ''
    if a.split:
        by = {}
        for i, go in enumerate(golds):
            by.setdefault(go['true_prison'], []).append(i)
        for k, pr in enumerate(sorted(by), 1):
            fn = 'prison_%02d.xlsx' % k
            rs, ms, ps = sheet_rows([vals[i] for i in by[pr]], 'prison', pr + '拟刑满释放人员信息表（模拟数据）', today)
            write_xlsx(path(fn), rs, ms)
            for i, q in zip(by[pr], ps):
                golds[i]['split_file'], golds[i]['split_row'] = fn, q
    cols = ['seq', 'sheet_row', 'split_file', 'split_row', 'person_id', 'true_name', 'true_id18', 'true_sex', 'true_birth', 'true_release_date', 'true_offences',
            'hukou_county_code', 'hukou_street_code', 'hukou_resolvable_by', 'reside_county_code', 'true_office_code', 'office_resolvable_by', 'true_prison',
            'is_duplicate_row', 'defects']
    with open(path('gold.csv'), 'w', encoding='utf-8', newline='') as f:
        w = csv.DictWriter(f, cols, lineterminator='\n')
        w.writeheader()
        w.writerows(golds)
    per = {}
    for go in golds:
        per.setdefault(go['person_id'], []).append(go)
    with open(path('gold_persons.csv'), 'w', encoding='utf-8', newline='') as f:
        w = csv.writer(f, lineterminator='\n')
        w.writerow(['person_id', 'true_name', 'true_id18', 'true_office_code', 'n_rows', 'seqs'])
        for k in sorted(per):
            x = per[k][0]
            w.writerow([k, x['true_name'], x['true_id18'], x['true_office_code'], len(per[k]), ' '.join(str(y['seq']) for y in per[k])])
    cnt = {}
    for go in golds:
        for t in filter(None, go['defects'].split(';')):
            t = t.split(':')[0]
            cnt[t] = cnt.get(t, 0) + 1
    man = {'notice': 'All persons are synthetic. 所有人员均为虚构。', 'args': {k: v for k, v in vars(a).items() if k not in ('out', 'data')},
           'rows': len(vals), 'persons': len(per), 'duplicate_rows': sum(x['is_duplicate_row'] for x in golds),
           'rows_without_defects': sum(1 for x in golds if not x['defects']), 'defects': dict(sorted(cnt.items())),
           'office_resolvable_by': {k: sum(1 for x in golds if x['office_resolvable_by'] == k) for k in ('street', 'village', 'district', 'none')},
           'sha256': {fn: hashlib.sha256(open(os.path.join(a.out, fn), 'rb').read()).hexdigest() for fn in files}}
    with open(os.path.join(a.out, 'manifest.json'), 'w', encoding='utf-8') as f:
        json.dump(man, f, ensure_ascii=False, indent=1)
        f.write('\n')
    print('rows %d, persons %d, duplicate rows %d, clean rows %d -> %s' % (len(vals), len(per), man['duplicate_rows'], man['rows_without_defects'], a.out))
    return 0


if __name__ == '__main__':
    sys.exit(main())
