#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# make-guest.sh - build a tiny real Linux guest for tests (software emulation boots it in ~4 s).
#
#   make-guest.sh [--no-agent] [--no-iso] [--no-gfx] OUTDIR
#
# Makes in OUTDIR:
#   vmlinux         uncompressed kernel, for direct boot (<kernel>; PVH entry: skips 3.5 s of xz under TCG)
#   vmlinuz         the packaged kernel (for boot from ISO, or where PVH is not wanted)
#   initramfs.img   busybox + modules (+ qemu-ga), uncompressed cpio (fastest under TCG)
#   guest.iso       bootable CD (GRUB from grub-rescue-pc or grub-mkrescue) holding the same kernel and initramfs
#   disk.qcow2      empty 64 MiB disk
#
# Needs: linux-image-amd64 busybox-static cpio xz-utils kmod qemu-utils (or what these are called elsewhere)
#        [iso: xorriso, and grub-rescue-pc or grub-mkrescue] [agent: qemu-guest-agent]
#
# What the guest does (the "known state"):
#   VGA    prints a banner with six colour bars and "TESTGUEST READY", then a root shell on tty1
#   ttyS0  prints "TESTGUEST READY <ms>", then "testguest login:"; root / guest ; user "student"/"guest"
#   kernel command line words:  guest.name=NAME  guest.load=SECONDS  guest.nodhcp  guest.shell=ttyS0
#                               guest.deaf (ignore the power button)  guest.crash (panic after boot)
#                               rdinit=/etc/quick (a mark on the disk is read and written, nothing else is started)
#   commands in the guest: load N [THREADS] | mark TEXT | mark (show) | eatmem MB | show
#   ACPI power button -> clean power off; DHCP on eth0; HTTP on port 80; agent when its port exists
set -eu
AGENT=1 ISO=1 GFX=1
while [ $# -gt 0 ]; do case $1 in
  --no-agent) AGENT=0;; --no-iso) ISO=0;; --no-gfx) GFX=0;;
  -*) sed -n '3,26p' "$0"; exit 2;; *) break;; esac; shift; done
[ $# = 1 ] || { sed -n '3,26p' "$0"; exit 2; }
OUT=$1; mkdir -p "$OUT"; OUT=$(cd "$OUT" && pwd)
PATH=$PATH:/usr/sbin:/sbin
# Debian names its kernels by their version; elsewhere the modules' folder of a version has the kernel.
newest() { for f in "$@"; do [ ! -r "$f" ] || echo "$f"; done | sort -V | tail -1; }
KIMG=${KERNEL:-$(newest /boot/vmlinuz-[0-9]*)}
KIMG=${KIMG:-$(newest /lib/modules/*/vmlinuz)}
[ -r "$KIMG" ] || { echo "make-guest: no readable kernel image (install linux-image-amd64; set KERNEL=)" >&2; exit 1; }
case $KIMG in /lib/modules/*) KV=${KIMG%/vmlinuz}; KV=${KV##*/};; *) KV=${KIMG##*/vmlinuz-};; esac
BB=${BUSYBOX:-$(command -v busybox)}
W=$(mktemp -d); trap 'rm -rf "$W"' EXIT INT TERM
R=$W/root
mkdir -p "$R"/bin "$R"/sbin "$R"/usr/bin "$R"/usr/sbin "$R"/etc/acpi "$R"/dev "$R"/proc "$R"/sys "$R"/run "$R"/tmp \
         "$R"/root "$R"/home/student "$R"/var/run "$R"/var/log "$R"/mnt "$R"/www "$R"/lib/modules
cp "$BB" "$R/bin/busybox"
"$BB" --list | while read -r a; do [ "$a" = busybox ] || ln -s busybox "$R/bin/$a"; done
ln -s ../bin/busybox "$R/sbin/init"; ln -s bin/busybox "$R/linuxrc"

# --- kernel modules, with their dependencies, in load order -----------------------------------
MODS="virtio_pci virtio_blk virtio_net virtio_balloon virtio_console virtio_rng virtio_scsi sd_mod sr_mod
      ata_piix ahci isofs ext4 button evdev psmouse usbhid uhci_hcd ehci_pci xhci_pci usb_storage uas e1000 i6300esb pvpanic_mmio pvpanic_pci"
[ $GFX = 1 ] && MODS="bochs $MODS"
: > "$R/etc/modules.order"
for m in $MODS; do
  modprobe -S "$KV" --show-depends "$m" 2>/dev/null | sed -n 's/^insmod \([^ ]*\).*/\1/p' | while read -r f; do
    b=${f##*/}
    [ -e "$R/lib/modules/$b" ] && continue
    case $f in *.xz) xz -dc "$f" > "$R/lib/modules/${b%.xz}";; *.zst) zstd -qdc "$f" > "$R/lib/modules/${b%.zst}";;
               *) cp "$f" "$R/lib/modules/$b";; esac
    b=${b%.xz}; echo "${b%.zst}" >> "$R/etc/modules.order"
  done
done

# --- agent --------------------------------------------------------------------------------------
if [ $AGENT = 1 ] && command -v qemu-ga >/dev/null 2>&1; then
  GA=$(command -v qemu-ga); cp "$GA" "$R/usr/sbin/qemu-ga"
  ldd "$GA" | sed -n 's/.*=> \(\/[^ ]*\).*/\1/p; s/^[[:space:]]*\(\/lib[^ ]*ld-linux[^ ]*\).*/\1/p' | while read -r l; do
    mkdir -p "$R$(dirname "$l")"; cp -L "$l" "$R$l"; done
fi

# --- files --------------------------------------------------------------------------------------
H=$(printf guest | openssl passwd -1 -salt testgues -stdin 2>/dev/null || "$BB" mkpasswd -m md5 guest testgues)
printf 'root:%s:0:0:root:/root:/bin/sh\nstudent:%s:1000:1000:student:/home/student:/bin/sh\n' "$H" "$H" > "$R/etc/passwd"
printf 'root:x:0:\nstudent:x:1000:\ntty:x:5:\n' > "$R/etc/group"
printf 'testguest\n' > "$R/etc/hostname"
printf 'ID=testguest\nNAME="Test Guest"\nPRETTY_NAME="Test Guest 1"\nVERSION_ID=1\n' > "$R/etc/os-release"
printf 'ttyS0\nttyS1\ntty1\nhvc0\n' > "$R/etc/securetty"
printf '\033[0m' > "$R/etc/issue"
cat > "$R/etc/inittab" <<'EOF'
::sysinit:/etc/rc
tty1::respawn:/bin/cttyhack /etc/vgashell
ttyS0::respawn:/bin/getty -L 115200 ttyS0 vt100
hvc0::respawn:/etc/hvc
::ctrlaltdel:/bin/reboot -f
::shutdown:/etc/rc.down
EOF
cat > "$R/etc/hvc" <<'EOF'
#!/bin/sh
[ -e /sys/class/tty/hvc0 ] || exec sleep 999999
exec getty -L 115200 hvc0 vt100
EOF
cat > "$R/etc/vgashell" <<'EOF'
#!/bin/sh
export TERM=linux HOME=/root PS1='vga# '
cd /root; exec sh -i
EOF
cat > "$R/etc/rc" <<'EOF'
#!/bin/sh
export PATH=/bin:/sbin:/usr/bin:/usr/sbin
mount -t devtmpfs dev /dev 2>/dev/null; mount -t proc proc /proc; mount -t sysfs sys /sys; mount -t tmpfs tmp /tmp
mkdir -p /dev/pts /dev/virtio-ports; mount -t devpts pts /dev/pts
echo 1 > /proc/sys/kernel/printk
hostname -F /etc/hostname
for w in $(cat /proc/cmdline); do case $w in guest.name=*) hostname "${w#guest.name=}";; esac; done
while read -r m; do insmod /lib/modules/$m 2>/dev/null; done < /etc/modules.order
ip link set lo up
# the power button: one listener for all input devices
grep -qw guest.deaf /proc/cmdline || { acpid -d </dev/null >/dev/null 2>&1 & listener=$!; }
# DHCP in the background, so that boot never waits for it
if ! grep -qw guest.nodhcp /proc/cmdline; then
  for i in /sys/class/net/*; do i=${i##*/}; [ "$i" = lo ] && continue
    ip link set "$i" up; udhcpc -b -q -t 3 -T 1 -A 2 -S -i "$i" -s /etc/udhcpc.sh >/dev/null 2>&1 & done
fi
echo "hello from $(hostname)" > /www/index.html; httpd -h /www
for p in /sys/class/virtio-ports/*; do [ -r "$p/name" ] && ln -sf ../${p##*/} "/dev/virtio-ports/$(cat "$p/name")"; done
A=/dev/virtio-ports/org.qemu.guest_agent.0
[ -e $A ] && [ -x /usr/sbin/qemu-ga ] && qemu-ga -d -m virtio-serial -p $A -t /run -f /run/qga.pid -l /dev/null 2>/dev/null
for w in $(cat /proc/cmdline); do case $w in guest.load=*) load "${w#guest.load=}" & ;; guest.crash) (sleep 3; echo c > /proc/sysrq-trigger) & ;; esac; done
# who says it is ready obeys the button: the listener has its devices open
n=0; while [ -n "$listener" ] && [ $n -lt 100 ] && ! ls -l /proc/$listener/fd 2>/dev/null | grep -q /dev/input; do usleep 10000; n=$((n+1)); done
banner > /dev/tty1 2>/dev/null
read -r up _ < /proc/uptime
echo "TESTGUEST READY $up" > /dev/ttyS0
echo "TESTGUEST READY $up $(cat /proc/sys/kernel/random/boot_id)" > /run/ready
EOF
cat > "$R/etc/rc.down" <<'EOF'
#!/bin/sh
echo "TESTGUEST DOWN" > /dev/ttyS0
sync
EOF
cat > "$R/etc/udhcpc.sh" <<'EOF'
#!/bin/sh
case $1 in deconfig) ip addr flush dev "$interface"; ip link set "$interface" up;;
bound|renew) ip addr add "$ip/${mask:-24}" dev "$interface" 2>/dev/null
  [ -n "${router:-}" ] && ip route replace default via ${router%% *} dev "$interface"
  : > /etc/resolv.conf; for d in ${dns:-}; do echo "nameserver $d" >> /etc/resolv.conf; done
  echo "TESTGUEST NET $interface $ip" > /dev/ttyS0;; esac
EOF
# busybox acpid's built-in action for the power key (read from /dev/input/event*)
mkdir -p "$R/etc/acpi/PWRF"
cat > "$R/etc/acpi/PWRF/00000080" <<'EOF'
#!/bin/sh
echo "TESTGUEST POWERBUTTON" > /dev/ttyS0
exec /sbin/shutdown -P
EOF
# what the agent calls too: shutdown -P|-H|-r ...; at once (busybox init would sleep 2-3 s)
cat > "$R/sbin/shutdown" <<'EOF'
#!/bin/sh
/etc/rc.down
case " $* " in *" -r "*) exec reboot -f;; *" -H "*) exec halt -f;; *) exec poweroff -f;; esac
EOF
chmod +x "$R/sbin/shutdown"
cat > "$R/bin/banner" <<'EOF'
#!/bin/sh
printf '\033[2J\033[H'
for l in 1 2 3 4; do
  for c in 41 42 43 44 45 46; do printf '\033[%sm            ' $c; done; printf '\033[0m\n'
done
printf '\n   T E S T G U E S T   %s\n\n   TESTGUEST READY\n   kernel %s\n\n' "$(hostname)" "$(uname -r)"
EOF
cat > "$R/bin/load" <<'EOF'
#!/bin/sh
# load SECONDS [THREADS]: burn CPU
n=${2:-1}; while [ "$n" -gt 0 ]; do timeout "${1:-10}" sh -c 'while :; do :; done' & n=$((n-1)); done; wait
EOF
cat > "$R/bin/mark" <<'EOF'
#!/bin/sh
# mark TEXT: write a 16 byte token to the start of the first disk;  mark: read it back
D=$(ls /dev/vda /dev/sda 2>/dev/null | head -1)
if [ $# -gt 0 ]; then printf '%-15s\n' "$1" | dd of=$D bs=16 count=1 conv=notrunc 2>/dev/null; sync
else printf 'MARK=[%s]\n' "$(dd if=$D bs=16 count=1 2>/dev/null | tr -d '\0' | sed 's/ *$//')"; fi
EOF
cat > "$R/etc/quick" <<'EOF'
#!/bin/sh
# instead of init, by rdinit=/etc/quick: says what is on the first disk, puts something else there, and waits
export PATH=/bin:/sbin
mount -t devtmpfs dev /dev; mount -t proc proc /proc
while read -r m; do case $m in *virtio.ko|*virtio_ring.ko|*virtio_pci*|*virtio_blk.ko) insmod /lib/modules/$m;; esac; done < /etc/modules.order 2>/dev/null
{ echo "QUICK was $(mark)"; mark "$(cut -c1-13 /proc/sys/kernel/random/boot_id)"; echo "QUICK is $(mark)"; } > /dev/ttyS0
while :; do sleep 1000; done
EOF
cat > "$R/bin/eatmem" <<'EOF'
#!/bin/sh
# eatmem MB: hold that much memory in a tmpfs;  eatmem 0: give back
rm -f /tmp/eaten; [ "${1:-0}" = 0 ] || dd if=/dev/zero of=/tmp/eaten bs=1M count="$1" 2>/dev/null
EOF
cat > "$R/bin/show" <<'EOF'
#!/bin/sh
uname -a; cat /run/ready; free -m; ip -o addr; cat /proc/partitions; lsmod | wc -l
EOF
chmod +x "$R"/etc/quick "$R"/etc/rc "$R"/etc/rc.down "$R"/etc/udhcpc.sh "$R"/etc/vgashell "$R"/etc/hvc "$R"/etc/acpi/PWRF/00000080 \
         "$R"/bin/banner "$R"/bin/load "$R"/bin/mark "$R"/bin/eatmem "$R"/bin/show
ln -s sbin/init "$R/init"

( cd "$R" && find . | LC_ALL=C sort | cpio --quiet -o -H newc -R 0:0 ) > "$OUT/initramfs.img"
cp "$KIMG" "$OUT/vmlinuz"; chmod 644 "$OUT/vmlinuz"

# --- uncompressed kernel out of the bzImage (setup header: 0x1f1, 0x248, 0x24c) --------------------
h() { od -An -t"$2" -j"$1" -N"$3" "$KIMG" | tr -d ' '; }
OFF=$(( ($(h 497 u1 1) + 1) * 512 + $(h 584 u4 4) )) LEN=$(h 588 u4 4)
tail -c +$((OFF+1)) "$KIMG" | head -c "$LEN" > "$W/payload"
case $(od -An -tx1 -N4 "$W/payload" | tr -d ' ') in
  fd377a58) xz -dc --single-stream < "$W/payload" > "$OUT/vmlinux" 2>/dev/null || true;;
  1f8b*)    gzip -dc < "$W/payload" > "$OUT/vmlinux" 2>/dev/null || true;;
  28b52ffd) zstd -qdc < "$W/payload" > "$OUT/vmlinux" 2>/dev/null || true;;
  *) cp "$KIMG" "$OUT/vmlinux";;
esac
[ "$(od -An -c -j1 -N3 "$OUT/vmlinux" | tr -d ' ')" = ELF ] || cp "$KIMG" "$OUT/vmlinux"

if [ $ISO = 1 ]; then
  cat > "$W/grub.cfg" <<'EOF'
set timeout=0
set default=0
serial --unit=0 --speed=115200
terminal_output console
menuentry "Test guest" {
  linux /boot/vmlinuz quiet console=tty0 console=ttyS0,115200 random.trust_cpu=on no_timer_check mitigations=off
  initrd /boot/initramfs.img
}
EOF
  rm -f "$OUT/guest.iso"
  gzip -1 -c "$OUT/initramfs.img" > "$W/i"    # GRUB reads the CD slowly: smaller is faster here
  RESCUE=${GRUB_RESCUE:-/usr/lib/grub-rescue/grub-rescue-cdrom.iso}
  if [ -r "$RESCUE" ]; then
    xorriso -indev "$RESCUE" -outdev "$OUT/guest.iso" -volid TESTGUEST \
      -boot_image any replay -rm /boot/grub/grub.cfg -- -map "$W/grub.cfg" /boot/grub/grub.cfg \
      -map "$OUT/vmlinuz" /boot/vmlinuz -map "$W/i" /boot/initramfs.img -commit >"$W/xorriso.log" 2>&1
  else
    mkdir -p "$W/cd/boot/grub"
    cp "$W/grub.cfg" "$W/cd/boot/grub/"; cp "$OUT/vmlinuz" "$W/cd/boot/"; cp "$W/i" "$W/cd/boot/initramfs.img"
    MKRESCUE=$(command -v grub-mkrescue || command -v grub2-mkrescue)
    "$MKRESCUE" -d "${GRUB_MODULES:-/usr/lib/grub/i386-pc}" -o "$OUT/guest.iso" "$W/cd" -- -volid TESTGUEST \
      >"$W/xorriso.log" 2>&1
  fi || { cat "$W/xorriso.log" >&2; exit 1; }
fi
[ -e "$OUT/disk.qcow2" ] || qemu-img create -q -f qcow2 "$OUT/disk.qcow2" 64M
ls -l "$OUT"
