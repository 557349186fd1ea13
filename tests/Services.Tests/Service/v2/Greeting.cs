using Grpc.Core;
using HotWeave.Conformance;

namespace HotWeave.Services.Tests.Service;

public sealed partial class CallService
{
    public override Task<PartReply> Greet(Nothing request, ServerCallContext context) => Task.FromResult(Replies.Write(Part.Of(nameof(Greet))));
}
