CREATE TABLE rooms (id int4range, valid_at daterange, CONSTRAINT rooms_key PRIMARY KEY (id, valid_at WITHOUT OVERLAPS));
CREATE TABLE bookings (id int4range, valid_at daterange, room int4range, note text,
  CONSTRAINT bookings_key PRIMARY KEY (id, valid_at WITHOUT OVERLAPS),
  CONSTRAINT bookings_room FOREIGN KEY (room, PERIOD valid_at) REFERENCES rooms (id, PERIOD valid_at));
CREATE TABLE gains (id int4range, valid_at daterange);
