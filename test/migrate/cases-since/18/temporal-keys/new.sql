CREATE TABLE rooms (id int4range, valid_at daterange, floor int4range, CONSTRAINT rooms_key PRIMARY KEY (id, valid_at WITHOUT OVERLAPS), CONSTRAINT rooms_floor UNIQUE (floor, valid_at WITHOUT OVERLAPS));
CREATE TABLE bookings (id int4range, valid_at daterange, room int4range, note text,
  CONSTRAINT bookings_key UNIQUE (id, valid_at WITHOUT OVERLAPS));
CREATE TABLE gains (id int4range, valid_at daterange, CONSTRAINT gains_key PRIMARY KEY (id, valid_at WITHOUT OVERLAPS),
  CONSTRAINT gains_room FOREIGN KEY (id, PERIOD valid_at) REFERENCES rooms (id, PERIOD valid_at));
