using Google.Protobuf;
using HotWeave.Conformance;
using HotWeave.Runtime;

namespace HotWeave.Services.Tests.Service;

[Swappable]
public static class Replies
{
    public static AnswerReply Write(Part[] parts, int number = 0) => new() { Number = number, Parts = { parts.Select(Write) } };

    // Copied, compared and written by what the generator made of the new fields.
    public static PartReply Describe(NumberRequest request)
    {
        var reply = new PartReply
        {
            Where = $"{request.Number}",
            Note = request.Note,
            Tags = { request.Tags },
            More = new NumberReply { Number = request.Number },
            Rank = 0,
            Counts = { ["tags"] = request.Tags.Count },
            Left = "left",
            Data = ByteString.CopyFromUtf8("data"),
            Amount = 0.5,
            Kind = Kind.Noted,
        };
        var copy = reply.Clone();
        if (!copy.Equals(reply) || copy.GetHashCode() != reply.GetHashCode())
            return new PartReply { Where = $"copied {copy} {copy.ToByteArray().Length} of {reply.ToByteArray().Length}" };
        copy.Note = "other";
        return copy.Equals(reply) || new PartReply { Where = reply.Where }.HasRank ? new PartReply { Where = "differs" } : reply;
    }

    public static PartReply Write(Part part) => new() { Where = part.Where, Version = part.Version, Unit = part.Unit, Tag = part.Tag ?? "" };
}
