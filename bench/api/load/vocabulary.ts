/** What the employees of the benchmark are called: a name of one of these parts and one of those, and a number. */
export const FIRST = ['Maria', 'Jonas', 'Élodie', 'Søren', 'Ana', 'Piotr', 'Zoë', 'Omar', 'Ingrid', 'Luca', 'Chidi'];
export const LAST = [
  'Keller',
  'Nowak',
  'García',
  'Smith',
  'Öztürk',
  'Dubois',
  'Rossi',
  'Haddad',
  'Berg',
  'Okafor',
  'Silva',
  'Novák',
  'Marino',
];
export const SURNAMES = ['王', '李', '张', '刘', '陈', '杨', '赵', '黄', '周', '吴', '徐', '孙', '欧阳'];
export const GIVEN = [
  '伟',
  '芳',
  '娜',
  '敏',
  '静',
  '秀英',
  '丽',
  '强',
  '磊',
  '洋',
  '艳',
  '勇',
  '军',
  '杰',
  '桂英',
  '建国',
  '海燕',
];
