// Defender's types of addresses in, ranges of the address out: what is kept may hold more than the type, what is dropped never does.
import { describe, expect, test } from 'vitest';
import { addressType, typeOfAddress } from '../../../src/backends/sigma/address-types.ts';
import { ruleOf, sigma } from './sigma.ts';

const codes = (query: string) => sigma(query).findings.join(' ');
const detection = (condition: string) => ruleOf(`DeviceNetworkEvents | where RemotePort == 22 and ${condition}`).detection;

test('kept: everything that may be of the type', () => {
  expect(detection('RemoteIPType == "Public"')).toMatchInlineSnapshot(`
    {
      "condition": "selection and not 1 of filter_main_*",
      "filter_main_destination_ip": [
        {
          "DestinationIp": "",
        },
        {
          "DestinationIp": null,
        },
      ],
      "filter_main_destination_ip_2": [
        {
          "DestinationIp|cidr": [
            "10.0.0.0/8",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "127.0.0.0/8",
            "169.254.0.0/16",
          ],
        },
        {
          "DestinationIp|startswith": [
            "::1",
            "fe8",
            "fe9",
            "fea",
            "feb",
            "fc",
            "fd",
          ],
        },
      ],
      "selection": {
        "DestinationPort": 22,
      },
    }
  `);
  expect(detection('RemoteIPType =~ "private"')).toMatchInlineSnapshot(`
    {
      "condition": "selection and selection_destination_ip",
      "selection": {
        "DestinationPort": 22,
      },
      "selection_destination_ip": [
        {
          "DestinationIp|cidr": [
            "10.0.0.0/8",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "169.254.0.0/16",
            "100.64.0.0/10",
          ],
        },
        {
          "DestinationIp|startswith": [
            "fe8",
            "fe9",
            "fea",
            "feb",
            "fc",
            "fd",
          ],
        },
      ],
    }
  `);
});

test('dropped: what is of the type for certain', () => {
  expect(detection('RemoteIPType != "Private"')).toMatchInlineSnapshot(`
    {
      "condition": "selection and not filter_main_destination_ip",
      "filter_main_destination_ip": {
        "DestinationIp|cidr": [
          "10.0.0.0/8",
          "172.16.0.0/12",
          "192.168.0.0/16",
        ],
      },
      "selection": {
        "DestinationPort": 22,
      },
    }
  `);
  expect(detection('RemoteIPType !in ("Loopback", "Public")')).toMatchInlineSnapshot(`
    {
      "condition": "selection and not (selection_destination_ip or (not selection_destination_ip_2 and not selection_destination_ip_3))",
      "selection": {
        "DestinationPort": 22,
      },
      "selection_destination_ip": [
        {
          "DestinationIp|cidr": "127.0.0.0/8",
        },
        {
          "DestinationIp|startswith": "::1",
        },
      ],
      "selection_destination_ip_2": [
        {
          "DestinationIp": "",
        },
        {
          "DestinationIp": null,
        },
      ],
      "selection_destination_ip_3": [
        {
          "DestinationIp|cidr": [
            "10.0.0.0/8",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "100.64.0.0/10",
            "0.0.0.0/8",
            "192.0.0.0/24",
            "198.18.0.0/15",
            "224.0.0.0/3",
          ],
        },
        {
          "DestinationIp|startswith": [
            "::1",
            "fe8",
            "fe9",
            "fea",
            "feb",
            "fc",
            "fd",
            "::ffff:",
            "2001:0:",
            "2001:0000:",
            "2001::",
            "ff",
          ],
        },
      ],
    }
  `);
});

test('what no ranges say is refused, and so are groups and counts of types', () => {
  expect(codes('DeviceNetworkEvents | where RemoteIPType == "Reserved"')).toContain('RMMC3616');
  expect(codes('DeviceNetworkEvents | where RemoteIPType has "Pub"')).toContain('RMMC3616');
  expect(
    codes(
      'DeviceNetworkEvents | where Timestamp > ago(1h) | where RemotePort == 22 | summarize n = dcount(RemoteIPType) by DeviceName | where n > 2',
    ),
  ).toContain('RMMC3647');
});

describe('the type of an address', () => {
  test.each([
    ['8.8.8.8', 'Public'],
    ['172.32.0.1', 'Public'],
    ['2a00:1450::1', 'Public'],
    ['172.31.255.255', 'Private'],
    ['127.9.9.9', 'Loopback'],
    ['::1', 'Loopback'],
    ['::ffff:10.0.0.1', 'FourToSixMapping'],
    ['2001:0:1::1', 'Teredo'],
    ['224.0.0.251', 'Reserved'],
    ['fe80::1', 'Reserved'],
    ['', ''],
    ['host', ''],
  ])('%s', (address, type) => expect(typeOfAddress(address)).toBe(type));

  test.each(['Public', 'Private', 'Loopback', 'FourToSixMapping', 'Teredo'])('the sample of %s is of it', (type) => {
    expect(typeOfAddress(addressType(type, false)?.sample ?? '')).toBe(type);
  });
});
