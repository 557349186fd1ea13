using System.Text;
using static HotWeave.Control.Protocol.ControlFields;

namespace HotWeave.Control.Protocol;

/// <summary>
/// Turns messages into bytes and back: a kind byte, then the record's parameters in order; strings as length-prefixed UTF-8, lists counted.
/// Binary and by hand, because the agent runs in other people's processes, where trimming may have taken serialisers away; what the runtime reports passes as it is.
/// </summary>
internal static class ControlMessageCodec
{
    // 6, 7, 14, 16 and 18 were replies once.
    private const byte HelloKind = 1;
    private const byte WelcomeKind = 2;
    private const byte StatusRequestKind = 3;
    private const byte ApplyRequestKind = 4;
    private const byte RollbackRequestKind = 5;
    private const byte RefusalKind = 8;
    private const byte ReverseRequestKind = 9;
    private const byte CheckRequestKind = 10;
    private const byte PrepareRequestKind = 11;
    private const byte CommitRequestKind = 12;
    private const byte DiscardRequestKind = 13;
    private const byte ConfirmRequestKind = 15;
    private const byte PurgeRequestKind = 17;
    private const byte PromoteRequestKind = 19;
    private const byte CancelRequestKind = 20;
    private const byte CancelReplyKind = 21;
    private const byte ReportKind = 22;
    private const byte GhostRequestKind = 23;
    private const byte GhostReplyKind = 24;
    private const byte GhostStatusRequestKind = 25;
    private const byte GhostStatusReplyKind = 26;
    private const byte CensusRequestKind = 27;
    private const byte CensusReplyKind = 28;
    private const int NoVersion = -1;

    public static byte[] Encode(ControlMessage message)
    {
        var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
            Write(writer, message);
        return stream.ToArray();
    }

    /// <exception cref="FormatException">The bytes are no message of this protocol.</exception>
    public static ControlMessage Decode(byte[] bytes)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(bytes, writable: false), Encoding.UTF8);
            var message = Read(reader);
            if (reader.BaseStream.Position != bytes.Length)
                throw new FormatException("bytes follow a message");
            return message;
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            throw new FormatException("a message ends early or is damaged", e);
        }
    }

    private static void Write(BinaryWriter writer, ControlMessage message)
    {
        switch (message)
        {
            case Hello hello:
                writer.Write(HelloKind);
                writer.Write(ControlProtocol.Magic);
                writer.Write(hello.Protocol);
                writer.Write(hello.User);
                break;
            case Welcome welcome:
                writer.Write(WelcomeKind);
                writer.Write(ControlProtocol.Magic);
                writer.Write(welcome.Protocol);
                writer.Write(welcome.ProcessId);
                writer.Write(welcome.Framework);
                writer.Write(welcome.RuntimeVersion);
                writer.Write(welcome.Problem);
                break;
            case StatusRequest:
                writer.Write(StatusRequestKind);
                break;
            case ApplyRequest apply:
                writer.Write(ApplyRequestKind);
                writer.Write(apply.Reclaimable);
                WriteTerms(writer, apply.Terms);
                WriteBytes(writer, apply.Patch);
                TrialFields.WriteTerms(writer, apply.Trial);
                break;
            case CheckRequest check:
                writer.Write(CheckRequestKind);
                writer.Write(check.Reclaimable);
                WriteTerms(writer, check.Terms);
                WriteBytes(writer, check.Patch);
                break;
            case PrepareRequest prepare:
                writer.Write(PrepareRequestKind);
                writer.Write(prepare.Reclaimable);
                WriteBytes(writer, prepare.Patch);
                writer.Write(prepare.AcceptOlder);
                break;
            case CommitRequest commit:
                writer.Write(CommitRequestKind);
                writer.Write(commit.PatchId);
                WriteTerms(writer, commit.Terms);
                TrialFields.WriteTerms(writer, commit.Trial);
                break;
            case DiscardRequest discard:
                writer.Write(DiscardRequestKind);
                writer.Write(discard.PatchId);
                break;
            case RollbackRequest rollback:
                writer.Write(RollbackRequestKind);
                writer.Write(rollback.To ?? NoVersion);
                WriteTerms(writer, rollback.Terms);
                break;
            case ConfirmRequest confirm:
                writer.Write(ConfirmRequestKind);
                writer.Write(confirm.Version ?? NoVersion);
                break;
            case PurgeRequest purge:
                writer.Write(PurgeRequestKind);
                writer.Write(purge.IsSoft);
                writer.Write(purge.Timeout);
                writer.Write(purge.Version ?? NoVersion);
                break;
            case PromoteRequest:
                writer.Write(PromoteRequestKind);
                break;
            case CancelRequest:
                writer.Write(CancelRequestKind);
                break;
            case CensusRequest:
                writer.Write(CensusRequestKind);
                break;
            case CensusReply census:
                writer.Write(CensusReplyKind);
                WriteStrings(writer, census.Types);
                WriteList(writer, census.Counts, static (w, c) => w.Write(c));
                writer.Write(census.Pause);
                writer.Write(census.Problem);
                break;
            case CancelReply cancelled:
                writer.Write(CancelReplyKind);
                WriteStrings(writer, cancelled.Operations);
                break;
            case ReverseRequest:
                writer.Write(ReverseRequestKind);
                break;
            case GhostRequest ghost:
                writer.Write(GhostRequestKind);
                GhostFields.WriteRequest(writer, ghost);
                break;
            case GhostReply ghost:
                writer.Write(GhostReplyKind);
                GhostFields.WriteReply(writer, ghost);
                break;
            case GhostStatusRequest:
                writer.Write(GhostStatusRequestKind);
                break;
            case GhostStatusReply ghost:
                writer.Write(GhostStatusReplyKind);
                GhostFields.WriteStatus(writer, ghost);
                break;
            case ControlReport report:
                writer.Write(ReportKind);
                writer.Write(report.Json);
                break;
            case Refusal refusal:
                writer.Write(RefusalKind);
                writer.Write(refusal.Code);
                writer.Write(refusal.Message);
                if (refusal.IsNothingToDo)
                    writer.Write(true);
                break;
            default:
                throw new ArgumentException($"{message.GetType().Name} has no encoding", nameof(message));
        }
    }

    private static ControlMessage Read(BinaryReader reader)
    {
        var kind = reader.ReadByte();
        return kind switch
        {
            HelloKind => new Hello(ReadProtocol(reader)) { User = reader.ReadString() },
            WelcomeKind => new Welcome(ReadProtocol(reader), reader.ReadInt32(), reader.ReadString(), reader.ReadString(), reader.ReadString()),
            StatusRequestKind => new StatusRequest(),
            ApplyRequestKind => new ApplyRequest(reader.ReadBoolean(), ReadTerms(reader), ReadBytes(reader), TrialFields.ReadTerms(reader)),
            RollbackRequestKind => new RollbackRequest(ReadVersionNumber(reader), ReadTerms(reader)),
            ReverseRequestKind => new ReverseRequest(),
            CheckRequestKind => new CheckRequest(reader.ReadBoolean(), ReadTerms(reader), ReadBytes(reader)),
            PrepareRequestKind => new PrepareRequest(reader.ReadBoolean(), ReadBytes(reader)) { AcceptOlder = reader.ReadBoolean() },
            CommitRequestKind => new CommitRequest(reader.ReadString(), ReadTerms(reader), TrialFields.ReadTerms(reader)),
            DiscardRequestKind => new DiscardRequest(reader.ReadString()),
            ConfirmRequestKind => new ConfirmRequest(ReadVersionNumber(reader)),
            PurgeRequestKind => new PurgeRequest(reader.ReadBoolean(), reader.ReadInt32(), ReadVersionNumber(reader)),
            PromoteRequestKind => new PromoteRequest(),
            CancelRequestKind => new CancelRequest(),
            CensusRequestKind => new CensusRequest(),
            CensusReplyKind => new CensusReply(ReadStrings(reader), ReadList(reader, static r => r.ReadInt64()), reader.ReadInt64(), reader.ReadString()),
            CancelReplyKind => new CancelReply(ReadStrings(reader)),
            ReportKind => new ControlReport(reader.ReadString()),
            GhostRequestKind => GhostFields.ReadRequest(reader),
            GhostReplyKind => GhostFields.ReadReply(reader),
            GhostStatusRequestKind => new GhostStatusRequest(),
            GhostStatusReplyKind => GhostFields.ReadStatus(reader),
            RefusalKind => new Refusal(reader.ReadString(), reader.ReadString()) { IsNothingToDo = ReadOptionalFlag(reader) },
            _ => throw new FormatException($"there is no message of kind {kind}"),
        };
    }

    // Left out where it is false, as by agents that did not know it.
    private static bool ReadOptionalFlag(BinaryReader reader) => reader.BaseStream.Position < reader.BaseStream.Length && reader.ReadBoolean();

    private static int? ReadVersionNumber(BinaryReader reader) => reader.ReadInt32() is var number and >= 0 ? number : null;

    private static int ReadProtocol(BinaryReader reader) =>
        reader.ReadUInt32() == ControlProtocol.Magic ? reader.ReadInt32() : throw new FormatException("the other side is not HotWeave");
}
