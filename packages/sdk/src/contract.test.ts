import type {
  ApiCredit,
  AsrResponse,
  TtsRequest,
  VoiceDesignRequest,
  Package as WirePackage,
  Prosody as WireProsody,
  Voice as WireVoice,
  VoicePage as WireVoicePage,
} from '@shoal/wire';
import { expectTypeOf, it } from 'vitest';
import type {
  ASRResponse,
  Credits,
  DesignVoiceParams,
  Package,
  Prosody,
  TTSConfig,
  Voice,
  VoicePage,
} from './index.ts';

type OurName<Name> = Name extends '_id' ? 'id' : CamelCase<Name>;
type CamelCase<Name> = Name extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : Name;
type OurNames<Value> = Value extends readonly (infer Item)[]
  ? OurNames<Item>[]
  : Value extends object
    ? { [Name in keyof Value as OurName<Name>]: OurNames<Value[Name]> }
    : Value;

it('A configuration can say all that the wire takes', () => {
  expectTypeOf<keyof TTSConfig>().toEqualTypeOf<Exclude<OurName<keyof TtsRequest>, 'text'>>();
  expectTypeOf<keyof Prosody>().toEqualTypeOf<OurName<keyof WireProsody>>();
  expectTypeOf<keyof DesignVoiceParams>().toEqualTypeOf<OurName<keyof VoiceDesignRequest>>();
});

it('Answers are what the wire promises', () => {
  expectTypeOf<OurNames<WireVoice>>().toExtend<Voice>();
  expectTypeOf<OurNames<WireVoicePage>>().toExtend<VoicePage>();
  expectTypeOf<OurNames<AsrResponse>>().toExtend<ASRResponse>();
  expectTypeOf<OurNames<ApiCredit>>().toExtend<Credits>();
  expectTypeOf<OurNames<WirePackage>>().toExtend<Package>();
});
