"""What the people of the story type: one demand, three bids, five reviews. Every unit and person is invented."""

BASICS = {
    "title": "矿用重载皮带机永磁直驱滚筒温升控制技术",
    "kind": "技术攻关",
    "industry": "装备制造",
    "county": "平鲁区",
    "keywords": "永磁直驱、温升、滚筒散热、重载启动",
    "background": "现有滚筒满载运行两小时后绕组温度超过 150 ℃，先后试过加大风道和外置水冷，均未解决防爆与散热的矛盾。",
    "contact_name": "康联络",
    "contact_phone": "00000000",
    "contact_email": "kang@example.com",
}
PROBLEM = {
    "difficulty": "防爆外壳内热量难以导出，磁钢在高温下有退磁风险，重载启动时电流冲击大。",
    "content": "完成电磁与热耦合设计，研制样机两台，完成井下工业试验三个月。",
    "indicators-0-name": "绕组稳定温升",
    "indicators-0-comparator": "le",
    "indicators-0-threshold": "80",
    "indicators-0-unit": "K",
    "indicators-0-present_level": "108 K",
    "indicators-0-test_method": "GB/T 1032",
    "indicators-0-test_conditions": "额定负载，连续运行至热稳定",
    "indicators-0-measured_by": "第三方检测机构",
    "indicators-0-weight": "60",
    "indicators-1-name": "额定效率",
    "indicators-1-comparator": "ge",
    "indicators-1-threshold": "94.5",
    "indicators-1-unit": "%",
    "indicators-1-present_level": "92.1 %",
    "indicators-1-test_method": "GB/T 1032",
    "indicators-1-measured_by": "第三方检测机构",
    "indicators-1-weight": "40",
}
MONEY = {
    "reward_fen": "120",
    "cash_fen": "80",
    "public_funds_fen": "40",
    "own_funds_fen": "60",
    "payment_plan-0-when": "签约后",
    "payment_plan-0-percent": "40",
    "payment_plan-1-when": "样机通过第三方检测后",
    "payment_plan-1-percent": "60",
    "cycle_months": "18",
    "ownership": "joint",
}
TERMS = {
    "bidder_conditions": "具备电机热设计与防爆样机试制能力。",
    "scene": "提供井下试验巷道、供电条件和两名机电技术员配合。",
}
QUESTION = "工业试验期间的井下安全监护由哪一方承担？"
ANSWER = "由发榜方承担井下安全监护，费用不计入悬赏金额。"

PLAN = {
    "approach": "以热管与端盖油路复合散热替代外置水冷。",
    "route": "电磁设计、热仿真、样机试制、台架试验、井下试验五步推进。",
    "innovation": "热管嵌入定子齿部，缩短导热路径。",
    "foundation": "团队完成过同类低速大转矩电机两台样机。",
    "works-0-type": "专利",
    "works-0-title": "一种低速永磁电机定子热管散热结构",
    "works-0-year": "2023",
}
BUDGET = {
    "milestones-0-name": "样机完成",
    "milestones-0-month": "9",
    "milestones-0-percent": "40",
    "milestones-0-indicator": "绕组稳定温升",
    "milestones-0-deliverable": "样机两台与台架试验报告",
    "milestones-0-judge": "第三方检测机构",
    "milestones-1-name": "井下试验完成",
    "milestones-1-month": "18",
    "milestones-1-percent": "60",
    "milestones-1-indicator": "全部指标",
    "milestones-1-deliverable": "工业试验报告",
    "milestones-1-judge": "发榜方与第三方",
    "total_fen": "120",
    "own_fen": "0",
    "public_fen": "40",
    "demander_fen": "80",
    "price_mode": "lump",
}
PLEDGES = {
    "risks": "热管供货周期偏长，已选定两家供应商互为备选。",
    "ip": "accept",
    "related": "none",
    "pledges": ["truth", "integrity", "leader", "rules"],
}


def promises(rise, efficiency):
    """Promises on the two indicators; the one that misses what is asked says why."""
    rows = {}
    for number, (value, confidence) in enumerate(((rise, "high"), (efficiency, "medium"))):
        rows |= {
            f"promises-{number}-value": value,
            f"promises-{number}-confidence": confidence,
            f"promises-{number}-basis": "同类样机台架数据",
            f"promises-{number}-test_plan": "按榜单所列标准由第三方测试",
        }
    if float(rise.split()[0]) > 80:
        rows["promises-0-deviation"] = "首台样机以可靠运行为先，第二台达到要求。"
    return rows


def scores(points):
    """Scores and notes of one review; the note is there wherever an extreme score asks for one."""
    keys = ("indicators", "approach", "team", "milestones", "budget", "transfer")
    typed = {f"score_{key}": str(value) for key, value in zip(keys, points, strict=True)}
    typed |= {f"note_{key}": "依据见方案相应章节。" for key in keys}
    typed |= dict.fromkeys(("gate_responds", "gate_sound", "gate_lawful"), "yes")
    return typed | {
        "confidence": "medium",
        "recommendation": "support" if sum(points) >= 70 else "revise",
        "comment_to_bidder": "热设计依据充分，建议补充防爆壳体的散热校核。",
    }
