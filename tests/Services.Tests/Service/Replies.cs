using HotWeave.Conformance;
using HotWeave.Runtime;

namespace HotWeave.Services.Tests.Service;

[Swappable]
public static class Replies
{
    public static AnswerReply Write(Part[] parts, int number = 0) => new() { Number = number, Parts = { parts.Select(Write) } };

    public static PartReply Describe(NumberRequest request) => new() { Where = $"{request.Number}" };

    public static PartReply Write(Part part) => new() { Where = part.Where, Version = part.Version, Unit = part.Unit, Tag = part.Tag ?? "" };
}
