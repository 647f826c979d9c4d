import Libsql from 'libsql';

/** Nobody else can write into an SQLite file until this is disposed of, as when another program does. */
export function lockForWriting(path: string): Disposable {
  const writer = new Libsql(path);
  writer.exec('begin immediate');
  return {
    [Symbol.dispose]: () => {
      writer.exec('rollback');
      writer.close();
    },
  };
}
