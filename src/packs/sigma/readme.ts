// The pack's settings in; the README of a Sigma pack out, for rules that have a list of tools that are allowed: Sigma says such a list as a filter file.
import { dump } from 'js-yaml';
import { uuidOf } from '../../ir/uuid.ts';
import { lineOf } from '../names.ts';
import type { PackSettings } from '../pack.ts';
import { type Rendered, templateOf } from '../template.ts';

export const readmeTemplate = 'sigma-README.md.hbs';

const builtIn = `# {{title}} {{version}}

## Sanctioned tools

Rules of this pack have a list of tools that are allowed (\`SanctionedTools\`). Tools that were named when the rules were packed (\`lets\` in rmmc.yaml) are in each rule,
as a selection \`filter_main_…\`. To leave tools out without packing again, write a Sigma filter for each log source and give it to the converter beside the rules
(\`sigma convert --filter sanctioned_tools.yml …\`):

\`\`\`yaml
{{filter}}\`\`\`

Rules of network connections have the category \`network_connection\` and the same field; rules of file signatures name the signer.
`;

const filterOf = (settings: PackSettings): string =>
  dump(
    {
      title: 'Sanctioned tools',
      id: uuidOf(`filter ${settings.name} sanctioned tools`),
      description: 'Tools that are allowed here.',
      logsource: { category: 'process_creation', product: 'windows' },
      filter: { rules: 'any', selection: { 'Image|endswith': ['\\tool.exe', '\\other.exe'] }, condition: 'not selection' },
    },
    { indent: 4, lineWidth: -1 },
  );

export const readme = (settings: PackSettings): Rendered =>
  templateOf(
    settings.template(readmeTemplate) ?? builtIn,
    {},
  )({
    title: lineOf(settings.title),
    version: settings.version,
    filter: filterOf(settings),
  });
