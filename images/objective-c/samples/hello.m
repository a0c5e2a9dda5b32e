#include <objc/Object.h>
#include <objc/runtime.h>
#include <stdio.h>

@interface Greeter : Object
+ (const char *)greeting;
@end

@implementation Greeter
+ (const char *)greeting
{
    return "Hello, world!";
}
@end

int main(void)
{
    puts([Greeter greeting]);
    return 0;
}
