// The built-in templates of the Splunk app. A user's template of the same name replaces one of them.

/** Once for each search, and once for each macro: the stanza with its keys in order. */
const stanza = `[{{name}}]
{{#each settings}}
{{key}} = {{conf value}}
{{/each}}

`;

/** In front of the first stanza; the first bytes of the file are ASCII, by which its encoding is told. */
export const header = '# Written by rmmc. Changes belong into the local folder of the app, where updates leave them alone.\n\n';

const app = `[install]
is_configured = 0
build = 1

[ui]
is_visible = 0
label = {{conf title}}

[launcher]
author = {{conf author}}
version = {{conf version}}
description = {{conf description}}

[package]
id = {{conf id}}
check_for_updates = 0

[id]
name = {{conf id}}
version = {{conf version}}
`;

const meta = `[]
access = read : [ * ], write : [ admin, sc_admin ]
export = system
`;

const readme = `{{title}} {{version}}
{{description}}

Author: {{author}}

What is in it
  default/savedsearches.conf   one saved search for each rule
  default/macros.conf          where tables are, and what rules leave out
  default/app.conf             name and version of the app
  metadata/default.meta        who may read and change it
  default/transforms.conf      definitions of lookups, where rules read files or watchlists
  lookups/                     those lookups, each with its header row and no rows

Lookups
  A rule that reads a file from the web or a watchlist reads a lookup here. It comes empty, and
  until it is filled the rule finds nothing in it. Each definition says what its rows are.

Where events are
  Each table that a rule reads stands in its search as a macro ({{tableMacro}}DeviceProcessEvents).
  The macro says index, sourcetype and the test that tells the table's events from others.
  To point the rules at other indexes, change these macros (Settings > Advanced search > Search
  macros); Splunk keeps the change in the local folder.

False positives
  Each search ends with a macro of its own, <rule>_filter. It lets everything pass (search *)
  until it is changed, and its description says what is known of false positives.
  Example: search NOT DeviceName="build-*"

Sanctioned tools
  The filters of rules that know which program, signer or file made an event call one macro for
  all of them: {{sanctionedMacro}}(1). Its argument is the field that names the tool. It lets
  everything pass until tools are named in it:
    where isnull('$column$') OR NOT lower('$column$') IN ("anydesk.exe", "teamviewer.exe")
  Names stand there in lower case. Tools that were named when the rules were packed are left out
  by the searches themselves, whatever the macro says.

Schedules
  Hunting rules are installed without a schedule and are run by hand. Scheduled rules run at a
  minute that is made of the rule's id, so that they do not all start at once.
  A search that names its own time range (earliest=, latest=) keeps it in every run.

Written by rmmc from KQL rules. Assumptions that a translation rests on stand in rmmc.lock.
`;

export const builtin = {
  'savedsearches.conf.hbs': stanza,
  'macros.conf.hbs': stanza,
  'app.conf.hbs': app,
  'default.meta.hbs': meta,
  'README.txt.hbs': readme,
} as const;

export type TemplateName = keyof typeof builtin;
