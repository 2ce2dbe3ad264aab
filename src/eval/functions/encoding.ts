// Texts that hold structure: JSON, XML, CSV, versions, command lines. Each function by its KQL name; a call in, how to compute it for a row out.
import { Decimal } from 'decimal.js';
import type { DynamicValue } from '../../ir/types.ts';
import { failed, unsupported } from '../refusal.ts';
import type { Fn } from '../scope.ts';
import { argumentsOf } from '../values/command-line.ts';
import { toDynamic } from '../values/convert.ts';
import { isBag, jsonOf, parseJson } from '../values/json.ts';
import { readJsonPath, valueAt } from '../values/json-path.ts';
import { sortedBags } from '../values/order.ts';
import { textOf } from '../values/text.ts';
import { bagOfXml } from '../values/xml.ts';
import { base64Functions } from './base64.ts';
import { locationFunctions } from './locations.ts';
import { missing } from './missing.ts';
import { orEmpty } from './or-empty.ts';
import { dynamic, strict, text } from './shapes.ts';

const commandLine: Fn = (call) =>
  strict([text, text], (line, kind) => {
    if (kind !== 'windows') return failed(`\`parse_command_line()\` knows the kind \`windows\`, not \`${kind}\``, call.span);
    return line === '' ? unsupported('`parse_command_line()` of the empty text', call.span) : argumentsOf(line);
  })(call);

const quotedField = /"((?:[^"]|"")*)"(?=,|\r?\n|$)/y;
const plainField = /(?!")[^,\r\n]*(?:\r(?!\n)[^,\r\n]*)*/y;

/** The fields of the first record. */
const csv: Fn = (call) =>
  strict([text], (source) => {
    const fields: DynamicValue[] = [];
    for (let at = 0; ; ) {
      quotedField.lastIndex = at;
      plainField.lastIndex = at;
      const quoted = quotedField.exec(source);
      const field = quoted ?? plainField.exec(source);
      if (!field) return unsupported('`parse_csv()` of a field with text around its quotes', call.span);
      fields.push(quoted ? (quoted[1] ?? '').replaceAll('""', '"') : field[0]);
      at += field[0].length;
      if (source.charAt(at) !== ',') return fields;
      at += 1;
    }
  })(call);

const versionForm = /^\d{1,8}(?:\.\d{1,8}){0,3}$/;

/** Eight digits for each of four parts; missing parts are 0. */
const version = strict([text], (source) =>
  versionForm.test(source)
    ? new Decimal(
        source
          .split('.')
          .map((part) => part.padStart(8, '0'))
          .join('')
          .padEnd(32, '0'),
      )
    : null,
);

const xml: Fn = (call) =>
  strict([text], (source) => {
    const found = bagOfXml(source);
    return found.kind === 'unknown' ? unsupported(`\`parse_xml()\` of text with ${found.what}`, call.span) : found.value;
  })(call);

/** A text that is no JSON is a value itself; the empty text is none. */
const readJson: Fn = ({ args: [source] }) => {
  if (!source) return () => null;
  const { get, type } = source;
  if (type !== 'string' && type !== 'unknown') return (row) => toDynamic(get(row), type);
  return (row) => {
    const given = textOf(get(row), type);
    const value = parseJson(given);
    if (value !== undefined) return value;
    return given === '' ? null : given;
  };
};

/** The text of what stands under a path. */
const extractJson: Fn = (call) => {
  const [path, source] = call.args;
  if (!path || !source) return unsupported('`extract_json()` without arguments', call.span);
  const [readPath, readSource] = [text(path), readJson({ ...call, args: [source] })];
  return (row) => {
    const given = readPath(row) ?? '';
    const steps = readJsonPath(given) ?? unsupported(`\`extract_json()\` with the path \`${given}\``, call.span);
    return textOf(valueAt(toDynamic(readSource(row), 'dynamic'), steps) ?? null, 'dynamic');
  };
};

/** Bags with their keys in order; a text, a number … as `tostring()` has it. */
const canonical = strict([dynamic], (value) =>
  Array.isArray(value) || isBag(value) ? jsonOf(sortedBags(value)) : textOf(value, 'dynamic'),
);

export const encodingFunctions = {
  parse_user_agent: missing,
  parse_command_line: commandLine,
  parse_csv: csv,
  parse_xml: xml,
  parse_version: version,
  parse_json: readJson,
  extract_json: extractJson,
  dynamic_to_json: orEmpty(canonical),
  ...base64Functions,
  ...locationFunctions,
} as const satisfies Readonly<Record<string, Fn>>;
