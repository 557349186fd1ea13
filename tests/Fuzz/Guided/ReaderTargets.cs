extern alias runtime;

using System.Security.Cryptography;
using System.Text;
using HotWeave.Control.Protocol;
using HotWeave.Fuzz.Mutating;
using HotWeave.Fuzz.Seeds;
using HotWeave.Patches.Format;
using HotWeave.Trust.Signing;
using HotWeave.Weaver.Reading;
using HotWeave.Weaver.Reading.Bounds;
using ImageCheck = runtime::HotWeave.Loading.Metadata.ImageCheck;
using PatchImage = runtime::HotWeave.Loading.PatchImage;
using PatchJournal = runtime::HotWeave.Confirming.PatchJournal;
using SwapException = runtime::HotWeave.SwapException;
using TrustFile = runtime::HotWeave.Trust.TrustFile;

namespace HotWeave.Fuzz.Guided;

/// <summary>The readers of weaver, tool and runtime.</summary>
internal static class ReaderTargets
{
    private const string Digest = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    /// <summary>The targets.</summary>
    public static IReadOnlyList<ReaderTarget> All { get; } =
    [
        new("assembly", static s => [Bytes(s, "app/App.dll"), Bytes(s, "woven/App.dll"), Bytes(s, "embedded/Lib.dll")], ReadAssembly, static e => e is BadImageFormatException || DamageSign.Is(e)),
        new("bounds", static s => [Bytes(s, "app/App.dll"), Bytes(s, "app/Lib.dll")], ImageBounds.Check, static e => e is BadImageFormatException),
        new("symbols", static s => [Bytes(s, "app/App.pdb"), Bytes(s, "app/Lib.pdb")], SymbolBounds.Check, static e => e is BadImageFormatException),
        new("patch", static s => [Bytes(s, "first.hotpatch")], static b => PatchFile.Read(PatchSeal.Seal([.. b])), static e => e is InvalidPatchFileException),
        new("patch image", static s => [PatchFile.Read(Bytes(s, "first.hotpatch")).Assembly], CheckImage, static e => e is SwapException),
        new("journal", static _ => [Encoding.UTF8.GetBytes($"HotWeave journal 1\n{Digest} reclaimable contexts\nsequence 7 App\nkeys 1 0\n")], ReadJournal, static e => e is FormatException),
        new("message", static _ => Messages(), static b => ControlMessageCodec.Decode(b), static e => e is FormatException),
        new("envelope", static _ => ["{\"payload\":\"e30=\",\"payloadType\":\"t\",\"signatures\":[{\"keyid\":\"k\",\"sig\":\"AA==\"}]}"u8.ToArray()], static b => DsseEnvelope.Parse(b), static e => e is FormatException),
        new("statement", static _ => [Encoding.UTF8.GetBytes($"{{\"format\":1,\"application\":\"a\",\"patch\":\"{Digest}\",\"length\":9,\"baselines\":[{{\"assembly\":\"A\",\"id\":\"{Digest}\"}}],\"from\":\"1\",\"to\":\"2\",\"sequence\":1,\"expires\":\"2030-01-01T00:00:00Z\"}}")], static b => PatchStatement.Parse(b), static e => e is FormatException),
        new("trust file", static _ => ["{\"mode\":\"require\",\"application\":\"a\",\"keys\":[\"k.pem\"],\"threshold\":1,\"older\":\"signed\"}"u8.ToArray()], static b => TrustFile.Parse(b), static e => e is FormatException),
    ];

    private static byte[] Bytes(SeedFolder seeds, string file) => File.ReadAllBytes(seeds.File(file));

    private static void ReadAssembly(byte[] image)
    {
        ImageBounds.Check(image);
        using var module = CheckedModule.ReadTrusted(image);
        DamagedInput.ReadAll(module);
    }

    private static void CheckImage(byte[] image)
    {
        using var patch = PatchImage.Open(image);
        ImageCheck.Check(patch);
    }

    private static void ReadJournal(byte[] lines)
    {
        var text = Encoding.UTF8.GetString(lines);
        PatchJournal.Parse(text + "sha256 " + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text))).ToLowerInvariant() + "\n");
    }

    private static IEnumerable<byte[]> Messages() =>
    [
        ControlMessageCodec.Encode(new CancelRequest()),
        ControlMessageCodec.Encode(new PrepareRequest(true, [1, 2, 3])),
        ControlMessageCodec.Encode(new PurgeRequest(true, 10, 2)),
        ControlMessageCodec.Encode(new ControlReport("{\"version\":3}")),
    ];
}
