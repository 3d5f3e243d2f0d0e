/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HangarFieldType:
 * @HANGAR_FIELD_SHOWN: cannot be changed, only read
 * @HANGAR_FIELD_TEXT: one line
 * @HANGAR_FIELD_NOTES: several lines
 * @HANGAR_FIELD_NUMBER: a whole number
 * @HANGAR_FIELD_SIZE: an element with a size and a unit; its value is in bytes
 * @HANGAR_FIELD_CHOICE: one of the choices
 * @HANGAR_FIELD_SWITCH: the first choice is on, the second off
 * @HANGAR_FIELD_MAC: the address of a network card
 * @HANGAR_FIELD_PASSWORD: never shown by itself
 * @HANGAR_FIELD_PATH: absolute, on the host
 * @HANGAR_FIELD_OS: libosinfo's id of an operating system, in a namespace of its own
 */
typedef enum
{
  HANGAR_FIELD_SHOWN,
  HANGAR_FIELD_TEXT,
  HANGAR_FIELD_NOTES,
  HANGAR_FIELD_NUMBER,
  HANGAR_FIELD_SIZE,
  HANGAR_FIELD_CHOICE,
  HANGAR_FIELD_SWITCH,
  HANGAR_FIELD_MAC,
  HANGAR_FIELD_PASSWORD,
  HANGAR_FIELD_PATH,
  HANGAR_FIELD_OS,
} HangarFieldType;

/**
 * HangarFieldLive:
 * @HANGAR_FIELD_NEXT_START: only a stored definition can have it changed
 * @HANGAR_FIELD_LIVE_DEVICE: the daemon can be asked to update the device
 * @HANGAR_FIELD_LIVE_MEMORY: by the balloon
 * @HANGAR_FIELD_LIVE_VCPUS: by plugging processors
 * @HANGAR_FIELD_LIVE_TITLE: it is only a text
 * @HANGAR_FIELD_LIVE_DESCRIPTION: it is only a text
 * @HANGAR_FIELD_LIVE_OS: it is only a note
 *
 * How a change can reach a machine that runs.
 */
typedef enum
{
  HANGAR_FIELD_NEXT_START,
  HANGAR_FIELD_LIVE_DEVICE,
  HANGAR_FIELD_LIVE_MEMORY,
  HANGAR_FIELD_LIVE_VCPUS,
  HANGAR_FIELD_LIVE_TITLE,
  HANGAR_FIELD_LIVE_DESCRIPTION,
  HANGAR_FIELD_LIVE_OS,
} HangarFieldLive;

/**
 * HangarFieldFlags:
 * @HANGAR_FIELD_FREE: a choice that also takes what is not in the list
 * @HANGAR_FIELD_RUNTIME: a running machine fills it in when the stored definition leaves it open
 * @HANGAR_FIELD_ADVANCED: under "Advanced"
 * @HANGAR_FIELD_REQUIRED: cannot be empty
 */
typedef enum
{
  HANGAR_FIELD_FREE = 1 << 0,
  HANGAR_FIELD_RUNTIME = 1 << 1,
  HANGAR_FIELD_ADVANCED = 1 << 2,
  HANGAR_FIELD_REQUIRED = 1 << 3,
} HangarFieldFlags;

/**
 * HangarFieldChoice:
 * @value: (nullable): the XML's word; %NULL for leaving it out
 * @label: (nullable): untranslated; %NULL to show the word itself
 */
typedef struct
{
  const char *value;
  const char *label;
} HangarFieldChoice;

/**
 * HangarField:
 * @id: unique in its kind
 * @label: untranslated
 * @xpath: from the device's element
 * @type: how it is edited
 * @choices: (nullable) (array): ends with an entry of two %NULL
 * @when: (nullable): an XPath condition on the device's element; where it fails the field is not offered
 * @live: how it reaches a running machine
 * @flags: see #HangarFieldFlags
 */
typedef struct
{
  const char *id;
  const char *label;
  const char *xpath;
  HangarFieldType type;
  const HangarFieldChoice *choices;
  const char *when;
  HangarFieldLive live;
  guint flags;
} HangarField;

/**
 * HangarDeviceFlags:
 * @HANGAR_DEVICE_PART: a part of the machine rather than a device
 * @HANGAR_DEVICE_ADDABLE: can be added
 * @HANGAR_DEVICE_REMOVABLE: can be removed
 * @HANGAR_DEVICE_PLUGGABLE: the daemon can be asked to do that while the machine runs
 * @HANGAR_DEVICE_SINGLE: a machine has at most one
 */
typedef enum
{
  HANGAR_DEVICE_PART = 1 << 0,
  HANGAR_DEVICE_ADDABLE = 1 << 1,
  HANGAR_DEVICE_REMOVABLE = 1 << 2,
  HANGAR_DEVICE_PLUGGABLE = 1 << 3,
  HANGAR_DEVICE_SINGLE = 1 << 4,
} HangarDeviceFlags;

/**
 * HangarDeviceKind:
 * @id: "disk", "interface"…
 * @label: untranslated
 * @icon: name of its symbolic icon
 * @xpath: all of them in a definition
 * @key: XPaths from the element, separated by blanks, that tell it from others of its kind ("" for its place)
 * @title: XPaths from the element, separated by blanks; the first that is there is shown after the label
 * @fields: (array): ends with an entry without an id
 * @template: (nullable): the XML of a new one
 * @flags: see #HangarDeviceFlags
 */
typedef struct
{
  const char *id;
  const char *label;
  const char *icon;
  const char *xpath;
  const char *key;
  const char *title;
  const HangarField *fields;
  const char *template;
  guint flags;
} HangarDeviceKind;

const HangarDeviceKind *const *hangar_device_kinds (void);
const HangarDeviceKind *hangar_device_kind_find (const char *id);
const HangarField *hangar_device_kind_find_field (const HangarDeviceKind *kind, const char *id);

extern const HangarDeviceKind hangar_kinds_machine[];
extern const HangarDeviceKind hangar_kinds_storage[];
extern const HangarDeviceKind hangar_kinds_display[];
extern const HangarDeviceKind hangar_kinds_character[];
extern const HangarDeviceKind hangar_kinds_host[];
extern const HangarDeviceKind hangar_kinds_small[];

G_END_DECLS
