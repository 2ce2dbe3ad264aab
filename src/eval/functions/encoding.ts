// Texts that hold structure: URLs, paths, JSON, XML, CSV, Base64. Each function by its KQL name; a call in, how to compute it for a row out.
import type { Fn } from '../scope.ts';
import { missing } from './missing.ts';

export const encodingFunctions = {
  parse_path: missing,
  parse_url: missing,
  parse_urlquery: missing,
  parse_user_agent: missing,
  parse_command_line: missing,
  parse_csv: missing,
  parse_xml: missing,
  parse_version: missing,
  url_decode: missing,
  url_encode: missing,
  url_encode_component: missing,
  base64_decode_tostring: missing,
  base64_decode_toarray: missing,
  base64_decode_toguid: missing,
  base64_encode_tostring: missing,
  dynamic_to_json: missing,
  parse_json: missing,
  extract_json: missing,
} as const satisfies Readonly<Record<string, Fn>>;
