// Conversions between units of measure. Each function by its KQL name; a call in, how to compute it for a row out. A unit that no page lists makes null.
import { unsupported } from '../refusal.ts';
import type { Fn } from '../scope.ts';
import { real, text } from './shapes.ts';
import { angle, energy, type Factor, force, length, mass, speed, temperature, type Units, volume } from './unit-tables.ts';

interface Scale {
  toBase(value: number): number;
  fromBase(value: number): number;
}

const scaleOf = (factor: Factor, zero: number): Scale => {
  const [top, bottom] = typeof factor === 'number' ? [factor, 1] : factor;
  return { toBase: (value) => (value * top) / bottom + zero, fromBase: (value) => ((value - zero) * bottom) / top };
};

type Scales = ReadonlyMap<string, Scale | null>;

const linear = (units: Units): Scales =>
  new Map(Object.entries(units).map(([name, factor]) => [name, factor === null ? null : scaleOf(factor, 0)]));

const shifted: Scales = new Map(Object.entries(temperature).map(([name, unit]) => [name, unit && scaleOf(...unit)]));

const conversion = (scales: Scales): Fn => {
  const folded = new Set([...scales.keys()].map((name) => name.toLowerCase()));
  return ({ args, name, span }) => {
    const [value, from, to] = args;
    if (!value || !from || !to) return () => null;
    const [sizeOf, fromOf, toOf] = [real(value), text(from), text(to)];
    const scale = (unit: string): Scale | undefined => {
      const found = scales.get(unit);
      if (found) return found;
      if (found === null) return unsupported(`\`${name}()\` with the unit \`${unit}\`, whose factor no page gives`, span);
      return folded.has(unit.toLowerCase()) ? unsupported(`\`${name}()\` with the unit \`${unit}\` in another case`, span) : undefined;
    };
    return (row) => {
      const [size, source, target] = [sizeOf(row), fromOf(row) ?? '', toOf(row) ?? ''];
      const [a, b] = [scale(source), scale(target)];
      if (size === null || !a || !b) return null;
      return source === target ? size : b.fromBase(a.toBase(size));
    };
  };
};

export const unitsFunctions = {
  convert_angle: conversion(linear(angle)),
  convert_energy: conversion(linear(energy)),
  convert_force: conversion(linear(force)),
  convert_length: conversion(linear(length)),
  convert_mass: conversion(linear(mass)),
  convert_speed: conversion(linear(speed)),
  convert_temperature: conversion(shifted),
  convert_volume: conversion(linear(volume)),
} as const satisfies Readonly<Record<string, Fn>>;
