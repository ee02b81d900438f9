/** Was auffällt: three computed sentences, each leading to the analysis that shows it. */
import { Text } from "@mantine/core";
import { IconArrowRight } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import type { Schemas } from "../../api/client";
import { type Params, question } from "../../api/queries";
import { Section } from "../../components/Page";
import { Asked } from "../../components/States";
import { useLanguage, useTexts } from "../../i18n/language";
import { pageAt } from "../../pages";
import { type Search, shared, useAddress } from "../../state/address";
import { useReady } from "../../state/shop";
import { texts } from "./text";

type Finding = Schemas["Finding"];

export function Findings({ params }: { params: Params }) {
  const t = useTexts(texts);
  const { name } = useReady();
  const asked = useQuery(question(name, "findings", params));
  return (
    <Section title={t.notable}>
      <Asked query={asked} label={t.searching}>
        {(answer) => (
          <ul className="findings" aria-busy={asked.isFetching}>
            {answer.findings.map((finding) => (
              <Sentence key={finding.key} finding={finding} />
            ))}
          </ul>
        )}
      </Asked>
    </Section>
  );
}

function Sentence({ finding }: { finding: Finding }) {
  const { language } = useLanguage();
  const t = useTexts(texts);
  const { search } = useAddress();
  const path = `/${finding.analysis}`;
  const kind = (
    <Text component="span" className="finding-kind">
      {t.kinds[finding.key]}
    </Text>
  );
  const said = finding.said[language];
  // Where nothing stands out, or its page is not there, the sentence leads nowhere and does not look as if it did.
  if (!finding.stands_out || pageAt(path) === undefined)
    return (
      <li data-finding={finding.key} className="finding finding-quiet">
        {kind} {said}
      </li>
    );
  return (
    <li data-finding={finding.key}>
      <Link
        to={path}
        search={{ ...shared(search), tour: undefined, ...(finding.params as Search) } as never}
        className="finding"
      >
        {kind} {said}
        <IconArrowRight size={18} aria-hidden="true" className="finding-arrow" />
      </Link>
    </li>
  );
}
