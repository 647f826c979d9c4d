// Tells what the account of the API key has to spend.
import { FishAudio } from '@shoal/sdk';

const client = new FishAudio();

const credits = await client.account.getCredits({ checkFreeCredit: true });
console.log(`Credit: $${Number(credits.credit)}`);
if (credits.hasFreeCredit) console.log('Some of it was free');

const { balance, total } = await client.account.getPackage();
console.log(`Package: ${balance} of ${total} left`);
