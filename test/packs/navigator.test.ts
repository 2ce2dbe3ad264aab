// The ATT&CK Navigator layer, held against a schema of the parts of format 4.5 that are written.
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { navigator } from '../../src/packs/navigator.ts';

const technique = { type: 'string', pattern: '^T\\d{4}(\\.\\d{3})?$' };
const schema = {
  type: 'object',
  additionalProperties: false,
  required: ['name', 'versions', 'domain', 'techniques', 'gradient'],
  properties: {
    name: { type: 'string', minLength: 1 },
    versions: {
      type: 'object',
      additionalProperties: false,
      required: ['attack', 'navigator', 'layer'],
      properties: { attack: { type: 'string', pattern: '^\\d+$' }, navigator: { type: 'string' }, layer: { const: '4.5' } },
    },
    domain: { const: 'enterprise-attack' },
    description: { type: 'string' },
    techniques: {
      type: 'array',
      uniqueItems: true,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['techniqueID'],
        properties: {
          techniqueID: technique,
          score: { type: 'number', minimum: 1 },
          comment: { type: 'string' },
          enabled: { type: 'boolean' },
          showSubtechniques: { type: 'boolean' },
        },
      },
    },
    gradient: {
      type: 'object',
      additionalProperties: false,
      required: ['colors', 'minValue', 'maxValue'],
      properties: {
        colors: { type: 'array', minItems: 2, items: { type: 'string', pattern: '^#[0-9a-f]{6}$' } },
        minValue: { type: 'number' },
        maxValue: { type: 'number', exclusiveMinimum: 0 },
      },
    },
    sorting: { enum: [0, 1, 2, 3] },
    showTacticRowBackground: { type: 'boolean' },
    selectTechniquesAcrossTactics: { type: 'boolean' },
  },
};
const isLayer = new Ajv({ strict: true }).compile(schema);

const layerOf = (...rules: readonly (readonly string[])[]) => {
  const layer = navigator((id) => (id === 'T1219' ? 'Remote Access Tools' : null), '17');
  for (const techniques of rules) layer.add(techniques);
  return layer.layer({ title: 'Pack', description: 'd' });
};

test('a score is the number of rules; a part of a technique shows under it', () => {
  const layer = layerOf(['T1219', 'T1219'], ['T1219', 'T1059.001'], []);
  expect([isLayer(layer), isLayer.errors]).toEqual([true, null]);
  expect(layer.techniques).toEqual([
    { techniqueID: 'T1059', enabled: true, showSubtechniques: true },
    { techniqueID: 'T1059.001', score: 1, comment: '1 rule', enabled: true, showSubtechniques: false },
    { techniqueID: 'T1219', score: 2, comment: 'Remote Access Tools: 2 rules', enabled: true, showSubtechniques: false },
  ]);
  expect(layer.gradient).toEqual({ colors: ['#ffffff', '#66b1ff'], minValue: 0, maxValue: 2 });
});

test('no rules, and what is no technique', () => {
  const layer = layerOf(['t1219', 'T12', 'x', '__proto__']);
  expect([isLayer(layer), layer.techniques, layer.gradient.maxValue]).toEqual([true, [], 1]);
});

test('the schema refuses what is no layer', () => {
  const layer = layerOf(['T1219']);
  const broken = [
    { ...layer, versions: { ...layer.versions, layer: '4.4' } },
    { ...layer, techniques: [{ techniqueID: 'Remote Access' }] },
    { ...layer, gradient: { ...layer.gradient, maxValue: 0 } },
    { ...layer, more: 1 },
  ];
  expect(broken.map((one) => isLayer(one))).toEqual([false, false, false, false]);
});
